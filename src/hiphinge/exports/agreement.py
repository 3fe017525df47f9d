"""`agreement.json`: how hiphinge agrees with a reference, as one document that other programs can read."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from hiphinge.signals.agreement import AgreementStudy, EstimateWithCI, QuantityAgreement

__all__ = ["SCHEMA", "AgreementDocument", "ComparedDocument", "PairDocument", "agreement_document"]

SCHEMA = "hiphinge.agreement/1"
_DIGITS = 3


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ErrorDocument(_Document):
    """A number with its 95 % confidence interval."""

    value: float
    low: float
    high: float


class PairDocument(_Document):
    """One moment of one person."""

    person: str
    hiphinge: float
    reference: float


class ComparedDocument(_Document):
    """How one quantity agrees; differences are hiphinge minus the reference, degrees."""

    pairs: int
    people: int
    across: Literal["people", "moments"]
    bias: ErrorDocument
    sd: float
    lower_limit: ErrorDocument
    upper_limit: ErrorDocument
    rms: float
    within_person_sd: float | None
    change_half_width_90: float | None
    inside_interval_90: float | None
    values: tuple[PairDocument, ...]


class AgreementDocument(_Document):
    """The whole comparison."""

    schema_: str = Field(alias="schema")
    reference: str
    kinds: tuple[str, ...]
    versions: dict[str, str]
    quantities: dict[str, ComparedDocument]
    too_few: dict[str, int]
    unpaired: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def agreement_document(study: AgreementStudy) -> AgreementDocument:
    """Return the document of a comparison."""
    return AgreementDocument(
        schema=SCHEMA,
        reference=study.by,
        kinds=study.kinds,
        versions=dict(study.versions),
        quantities={one.id: _compared(one) for one in study.compared},
        too_few=dict(study.too_few),
        unpaired=study.unpaired,
        notes=study.notes,
    )


def _compared(one: QuantityAgreement) -> ComparedDocument:
    found = one.agreement
    return ComparedDocument(
        pairs=found.pairs,
        people=found.people,
        across=found.across,
        bias=_error(found.bias),
        sd=round(found.sd, _DIGITS),
        lower_limit=_error(found.lower),
        upper_limit=_error(found.upper),
        rms=round(found.rms, _DIGITS),
        within_person_sd=_rounded(found.within_sd),
        change_half_width_90=_rounded(found.change_half_width),
        inside_interval_90=_rounded(one.interval_coverage),
        values=tuple(
            PairDocument(person=person, hiphinge=round(float(ours), _DIGITS), reference=round(float(theirs), _DIGITS))
            for person, ours, theirs in zip(one.people, one.measured, one.reference, strict=True)
        ),
    )


def _error(estimate: EstimateWithCI) -> ErrorDocument:
    value, low, high = (round(bound, _DIGITS) for bound in (estimate.value, estimate.low, estimate.high))
    return ErrorDocument(value=value, low=low, high=high)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
