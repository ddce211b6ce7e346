"""Looks into a PDF that somebody sent, in a process of its own that may use little and is thrown away afterwards.

`compare` tells how an uploaded copy stands to the issued document, `check_signed` whether a file is a known document
with nothing but signatures added; `first_page` draws page one. Parsers of PDF are large, and a file may be made to
break them: none runs inside the worker, none can reach the database or a key, and what comes back is a little JSON.
"""

import json
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

SECONDS = 30
MEMORY_BYTES = 1536 * 1024 * 1024
MOST_PAGES = 3000
MOST_CHARACTERS = 200_000  # of a page
# Words in common, of all words of two pages, from which on one page is taken for the other one changed.
RESEMBLES = 0.8
# A4 at this scale is 1240 pixels wide: page one can be read on a phone.
PICTURE_WIDTH = 1240
PICTURE_COLOURS = 64

Answer = dict[str, Any]


class Unreadable(Exception):
    """No answer within the limits: too large when unpacked, too slow, or broken beyond reading."""


# ------------------------------------------------------------------------------------------ asked from the worker


def compare(issued: Path, copy: Path) -> Answer:
    """`is_pdf`, `is_locked`, and of a PDF that opens its pages by number: `same`, `changed`, `other`, `missing` (issued
    ones that it lacks); and its `signatures`, oldest first.

    Raises `Unreadable`.
    """
    return _ask("compare", issued, copy)


def check_signed(unsigned: Path, signed: Path, roots: Path | None = None) -> Answer:
    """`refusal` (empty: nothing but signatures was added) and `signatures`. Raises `Unreadable`."""
    return _ask("check_signed", unsigned, signed, *([roots] if roots else []))


def first_page(document: Path, picture: Path) -> None:
    """Draw page one of a document as PNG into `picture`. Raises `Unreadable`."""
    _ask("first_page", document, picture)


def _ask(question: str, *paths: Path) -> Answer:
    command = [sys.executable, "-m", "reports.examining", question, *map(str, paths)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program and names that we made
            command, cwd=Path(__file__).parent.parent, env={}, capture_output=True, timeout=SECONDS, check=True
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Unreadable(type(error).__name__) from error


# ------------------------------------------------------------------------------------------- inside the small process


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 * 1024 * 1024, 16 * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _compare(issued: str, copy: str) -> Answer:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(copy)
    except pypdfium2.PdfiumError as error:
        return {"is_pdf": False, "is_locked": "password" in str(error).lower()}
    originals, copies = list(_words(pypdfium2.PdfDocument(issued))), list(_words(document))
    kinds: dict[str, list[int]] = {"same": [], "changed": [], "other": []}
    for place, words in enumerate(copies):
        kinds[_likeness(originals[place] if place < len(originals) else [], words)].append(place + 1)
    missing = list(range(len(copies) + 1, len(originals) + 1))
    return {"is_pdf": True, "is_locked": False, **kinds, "missing": missing, "signatures": _signatures(copy)}


def _words(document) -> Iterator[list[str]]:
    """The words of each page; of a page without any, nothing can be said."""
    for place in range(min(len(document), MOST_PAGES)):
        page = document[place]
        text = page.get_textpage()
        yield text.get_text_range(0, min(text.count_chars(), MOST_CHARACTERS)).split()
        text.close()
        page.close()


def _likeness(original: list[str], words: list[str]) -> str:
    if original and words == original:
        return "same"
    shared = (Counter(original) & Counter(words)).total()
    return "changed" if shared >= RESEMBLES * max(len(original), len(words), 1) else "other"


def _check_signed(unsigned: str, signed: str, roots: str | None = None) -> Answer:
    """A signature covers the revision that it comes with, so that revision is compared with the unsigned document."""
    before, after = Path(unsigned).read_bytes(), Path(signed).read_bytes()
    if after == before:
        return {"refusal": "unsigned", "signatures": []}
    if not after.startswith(before):
        return {"refusal": "other_document", "signatures": []}
    signatures = _signatures(signed, roots)
    people = [one for one in signatures if not one["is_timestamp"]]
    if not people:
        refusal = "unsigned"
    elif not all(one["is_intact"] for one in signatures):
        refusal = "broken"
    elif not signatures[-1]["covers_file"]:
        refusal = "appended"
    elif not _adds_only_signatures(signed):
        refusal = "changed"
    else:
        refusal = ""
    return {"refusal": refusal, "signatures": signatures}


def _signatures(path: str, roots: str | None = None) -> list[Answer]:
    """Every signature of the document, oldest first; none where pyHanko cannot read it."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    with open(path, "rb") as file:
        try:
            found = PdfFileReader(file).embedded_signatures
        except Exception:  # its parser raises whatever the broken bytes lead it to
            return []
        return [_judge(one, roots) for one in found]


def _judge(signature, roots: str | None) -> Answer:
    from pyhanko.keys import load_certs_from_pemder
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    from reports.signing import signer_of

    trusted = list(load_certs_from_pemder([roots])) if roots else []
    context = ValidationContext(trust_roots=trusted, allow_fetching=False)
    is_timestamp = signature.sig_object_type == "/DocTimeStamp"
    try:
        # What came behind a signature is no change of it where it is a further signature: `_adds_only_signatures`.
        validate = validate_pdf_timestamp if is_timestamp else validate_pdf_signature
        status = validate(signature, context, skip_diff=True)
        signer = vars(signer_of(signature.signer_cert))
    except Exception:  # a signature that cannot be read is not intact
        return {"is_timestamp": is_timestamp, "is_intact": False, "covers_file": False, "is_trusted": False}
    return {
        **signer,
        "is_timestamp": is_timestamp,
        "is_intact": bool(status.intact and status.valid),
        "covers_file": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "is_trusted": bool(roots) and bool(status.trusted),
    }


# What a signer may say anew in the catalog, in its form, and in a field that waited for the signature.
CATALOG_MAY = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"}
FORM_MAY = {"/Fields", "/SigFlags", "/DA", "/DR"}
FIELD_MAY = {"/V", "/AP", "/F"}


def _adds_only_signatures(path: str) -> bool:
    """Whether every revision after the first one only adds signatures and what proves them.

    Judged by the objects that a revision replaces, which are few; pyHanko's own comparison walks through the whole
    document for them, and a long tagged one takes it minutes.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    with open(path, "rb") as file:
        reader = PdfFileReader(file)
        resolvers = [reader.get_historical_resolver(number) for number in range(reader.xrefs.total_revisions)]
        return all(_adds_only_a_signature(*pair) for pair in pairwise(resolvers))


def _adds_only_a_signature(before, after) -> bool:
    if after.refs_freed_in_revision() or after.root_ref != before.root_ref:
        return False
    root = before.root
    proofs = {root.raw_get("/DSS"), *root["/DSS"].values()} if "/DSS" in root else set()
    free = {reference.reference for reference in proofs if hasattr(reference, "reference")}
    if "/Metadata" in root:
        free.add(root.raw_get("/Metadata").reference)
    if "/Info" in before.trailer_view:
        free.add(before.trailer_view.raw_get("/Info").reference)
    form = root.raw_get("/AcroForm")
    for reference in after.explicit_refs_in_revision():
        if reference in free or before.is_ref_unassignable(reference):  # the latter: there was none of that number
            continue
        old, new = before(reference), after(reference)
        if not _is_harmless(after, reference, old, new, before.root_ref, form):
            return False
    old_form, new_form = root["/AcroForm"], after.root["/AcroForm"]
    return _differ_only(old_form, new_form, FORM_MAY) and _adds_only_fields(after, old_form, new_form, "/Fields")


def _is_harmless(after, reference, old, new, root, form) -> bool:
    """Whether an object may be replaced like this: the catalog, the form, a page, a field waiting for a signature."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return False
    if reference == root:
        return _differ_only(old, new, CATALOG_MAY)
    if reference == getattr(form, "reference", None):
        return True  # looked at by itself
    if old.get("/Type") == "/Page":
        return _differ_only(old, new, {"/Annots"}) and _adds_only_fields(after, old, new, "/Annots")
    return _is_signature_field(old) and "/V" not in old and _differ_only(old, new, FIELD_MAY)


def _differ_only(old, new, names: set[str]) -> bool:
    """Whether two dictionaries say the same but for these names."""
    others = (old.keys() | new.keys()) - names
    return all(name in old and name in new and old.raw_get(name) == new.raw_get(name) for name in others)


def _adds_only_fields(after, old, new, name: str) -> bool:
    """Whether a list of references begins as it was, and what follows are fields of signatures."""
    earlier, later = list(old.get(name, [])), list(new.get(name, []))
    added = [after(one.reference) for one in later[len(earlier) :]]
    are_idle = not any({"/A", "/AA"} & one.keys() for one in added)
    return later[: len(earlier)] == earlier and are_idle and all(_is_signature_field(one) for one in added)


def _is_signature_field(field) -> bool:
    return (field.get("/FT") or field.get("/Parent", {}).get("/FT")) == "/Sig"


def _first_page(document: str, picture: str) -> Answer:
    import pypdfium2

    page = pypdfium2.PdfDocument(document)[0]
    page.render(scale=PICTURE_WIDTH / page.get_width()).to_pil().quantize(PICTURE_COLOURS).save(
        picture, "PNG", optimize=True
    )
    return {}


QUESTIONS: dict[str, Callable[..., Answer]] = {
    "compare": _compare,
    "check_signed": _check_signed,
    "first_page": _first_page,
}


if __name__ == "__main__":
    _limit()
    print(json.dumps(QUESTIONS[sys.argv[1]](*sys.argv[2:])))  # noqa: T201 - the answer
