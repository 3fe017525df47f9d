"""Alembic's door: runs the revisions on the connection that `hiphinge.store.revisions` hands over."""

from alembic import context

from hiphinge.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,  # the caller has begun the transaction
)
context.run_migrations()
