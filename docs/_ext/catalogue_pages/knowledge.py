"""The pages of what is known: papers, the articles' references, training rules, the questions before a start."""

from collections.abc import Iterator

from catalogue_pages.markup import DOCS, bullets, checked, heading, page, section, shut, table
from catalogue_pages.places import anchor, link, links, sources
from hiphinge.catalogue import Evidence, Question, Reference, TrainingRule, load

__all__ = ["GRADES", "before_you_start", "evidence_page", "reference_page", "training_rule_pages"]

GRADES = {
    "A": "several consistent good studies",
    "B": "direct but limited or mixed studies",
    "C": "indirect, derived or mechanistic only",
    "D": "contradicted by better studies",
    "U": "no study found",
}
STATES = {
    "in_use": "hiphinge acts on it",
    "advice": "described, and left to you",
    "planned": "described; hiphinge does not act on it yet",
}
OPENED = {
    "abstract": "abstract read",
    "page": "page read",
    "identified": "identified, not opened",
    "not_opened": "not opened",
    "not_found": "not found",
}
LEADS_TO = {
    "stop": "no exercise here until somebody qualified has said yes",
    "ask_first": "ask somebody qualified before heavy work",
    "breathe_out": "no held breath",
    "go_lighter": "start with the lightest form",
}
_ABOUT_EVIDENCE = (
    "Every paper, article and calculation that something here goes back to: what it found, what it does not show, and "
    "how much of it was read. The grade is the paper's own weight for what it is cited for."
)
_ABOUT_REFERENCES = (
    "One of the articles ends with a list of addresses. Here is what it says of each, what the source says itself, and "
    "whether it was opened. What was not opened supports nothing here."
)
_ABOUT_TRAINING_RULES = (
    "Rules for weeks and sessions, with their numbers, their reasons, and whether hiphinge acts on them."
)
_ABOUT_START = (
    "`hiphinge ready` asks these questions on the command line. The answers stay on your machine, and "
    "`hiphinge data erase NAME --only notes` erases them. They do not tell whether you are well; they sort out who "
    "should ask somebody first."
)
_ABOUT_SIGNS = (
    "These signs are rare, and most people who have one of them have nothing serious. They belong to a doctor all the "
    "same, soon, because the few who do should not wait."
)


def evidence_page() -> tuple[str, str]:
    """Return the page of all evidence, by grade."""
    everything = load().evidence.values()
    parts = [
        section(f"Grade {grade}: {text}", *(_evidence(e) for e in everything if e.grade == grade))
        for grade, text in GRADES.items()
    ]
    return "evidence", page(heading("learn-evidence", "Evidence"), _ABOUT_EVIDENCE, *parts)


def _evidence(evidence: Evidence) -> str:
    size = "" if evidence.n is None else f", n = {evidence.n}"
    facts = [
        f"**Kind:** {evidence.design}{size}",
        f"**Found:** {evidence.found}",
        f"**Does not show:** {evidence.does_not_show}",
        f"**Read:** {evidence.status.replace('_', ' ')}; {evidence.extent}",
    ]
    if evidence.emg:
        facts.append("**Activity of muscles:** compares within this study only, and is not growth")
    where = f" {evidence.identifier}." if evidence.identifier else ""
    return page(
        heading(anchor("evidence", evidence.id), evidence.id, 3),
        f"{evidence.citation.rstrip('.')}.{where}",
        bullets(facts),
    )


def reference_page() -> tuple[str, str]:
    """Return the page of the references that an article gives."""
    listed = sorted(load().references.values(), key=lambda r: (r.article, r.number))
    return "references", page(
        heading("learn-references", "What the references say"), _ABOUT_REFERENCES, *map(_reference, listed)
    )


def _reference(reference: Reference) -> str:
    facts = [
        f"**The article says:** {reference.article_says}",
        f"**It says itself:** {reference.paper_says}",
        f"**Opened:** {OPENED[reference.opened]}; grade {reference.grade} for what the article says",
    ]
    if reference.evidence is not None:
        facts.append(f"**Listed as** {link('evidence', reference.evidence)}")
    return page(
        heading(anchor("reference", reference.id), f"{reference.number}. {reference.identifier}", 2),
        bullets(facts),
        sources(reference.sources, ()),
    )


def training_rule_pages() -> Iterator[tuple[str, str]]:
    """Yield the page of every training rule, and the page that lists them."""
    rules = load().training_rules
    rows = [(link("training_rule", one.id), one.about, one.rule, STATES[one.state]) for one in rules.values()]
    listed = table(("rule", "about", "what it says", "state"), rows)
    yield (
        "training-rules/index",
        page(heading("learn-training-rules", "Training rules"), _ABOUT_TRAINING_RULES, listed, shut(rules)),
    )
    for id_, rule in rules.items():
        yield f"training-rules/{id_}", page(heading(anchor("training_rule", id_), rule.name), *_rule(rule))


def _rule(rule: TrainingRule) -> Iterator[str]:
    values = [(name.replace("_", " "), f"{value:g}") for name, value in rule.values.items()]
    yield rule.rule
    yield bullets(
        (
            f"**State:** {STATES[rule.state]}",
            f"**Grade:** {rule.grade}",
            f"**Checked:** {checked(unverified=rule.unverified)}",
        )
    )
    yield section("How", bullets(rule.how), table(("number", "value"), values) if values else "")
    yield section("Why", rule.why)
    yield section("Drills", links("drill", rule.drills))
    yield section("Sources", sources(rule.sources, rule.citations))


def before_you_start() -> tuple[str, str]:
    """Return the page of questions before the start, of signs that belong to a doctor, and of pain and soreness."""
    questions = sorted(load().questions.values(), key=lambda question: question.order)
    kinds = {kind: [_question(q) for q in questions if q.kind == kind] for kind in ("readiness", "red_flag")}
    pain = load().training_rules.get("soreness_and_pain")
    text = page(
        heading("learn-before-you-start", "Before you start"),
        _intended_use(),
        _ABOUT_START,
        section("About you", *kinds["readiness"]),
        section("Signs that belong to a doctor", _ABOUT_SIGNS, *kinds["red_flag"]),
        ""
        if pain is None
        else section(pain.name, pain.rule, bullets(pain.how), pain.why, f"More: {link('training_rule', pain.id)}."),
    )
    return "before-you-start", text


def _question(question: Question) -> str:
    return page(
        heading(anchor("question", question.id), question.ask, 3),
        bullets(
            (
                f"**If yes:** {question.yes}",
                f"**Leads to:** {'; '.join(LEADS_TO[way] for way in question.leads_to)}",
                f"**Why:** {question.why}",
                f"**Grade:** {question.grade}; checked: {checked(unverified=question.unverified)}",
            )
        ),
        sources(question.sources, question.citations),
    )


def _intended_use() -> str:
    """Return the sentence of intended use as it stands on its page."""
    text = (DOCS / "explanation/intended-use.md").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if line.startswith("> "))
