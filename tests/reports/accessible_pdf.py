"""Holds a PDF file against PDF/UA-1 (ISO 14289-1), by the rules of a validator, and names what keeps it from that."""

import page

__all__ = ["barriers"]


def barriers(content: bytes) -> list[str]:
    """Return the rules that are broken, each with the validator's words; nothing where all of them hold."""
    found = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    broken = [f"{one.rule_id}: {one.message}" for one in found.failures]
    return broken or ([] if found.is_compliant else ["not compliant, without a reason"])
