"""How typed words find rows: by the stem of an Indonesian word, or by likeness, so that a typing error does no harm.

The querysets say which columns are searched (`matching`); PostgreSQL's `indonesian` dictionary knows the stems, its
extension pg_trgm the likeness.
"""

import re
from itertools import pairwise

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db.models import Q

# The same for every column: an index serves only the dictionary that it was made with.
DICTIONARY = "indonesian"
MOST_WORDS = 8
LONGEST_WORD = 40
# Shorter words are like too many others.
SHORTEST_LIKENESS = 3
# With two letters exchanged a shorter word is too often another one ("batu", "baut").
SHORTEST_EXCHANGE = 5


def stems_of(*columns: str) -> SearchVector:
    return SearchVector(*columns, config=DICTIONARY)


def words_of(text: str) -> list[str]:
    """The words that are looked for; whatever else was typed means nothing."""
    return [word[:LONGEST_WORD] for word in re.findall(r"\w+", text)[:MOST_WORDS]]


def matches(text: str, *names: str) -> Q:
    """Rows in which every word occurs: as a stem in the alias `stems`, or alike in one of the columns `names`.

    Words that belong together are also found when they are written as one: “kedung kandang” finds Kedungkandang.
    """
    words = words_of(text)
    found = Q()
    for word in words:
        found &= _written(word, names)
    if len(words) > 1:
        found |= _written("".join(words), names)
    return found if words else Q(pk__in=[])


def _written(word: str, names: tuple[str, ...]) -> Q:
    return Q(stems=SearchQuery(_spellings(word), config=DICTIONARY, search_type="raw")) | _like(word, names)


def _spellings(word: str) -> str:
    """The word, or else the one meant where two letters side by side changed places, as a query for stems.

    Likeness is no help there: an exchange spoils so many triples of letters that a limit which forgives it would also
    take “pelajar” for “pelatih”.
    """
    spellings = [word]
    if len(word) >= SHORTEST_EXCHANGE:
        for place, (one, other) in enumerate(pairwise(word)):
            spellings.append(f"{word[:place]}{other}{one}{word[place + 2 :]}")
    return " | ".join(f"'{spelling}'" for spelling in spellings)


def _like(word: str, names: tuple[str, ...]) -> Q:
    alike = Q()
    if len(word) >= SHORTEST_LIKENESS:
        for name in names:
            alike |= Q(**{f"{name}__trigram_word_similar": word})
    return alike


def likeness(text: str, column: str) -> TrigramWordSimilarity:
    """How like the typed words as a whole are to the column, from 0 to 1: what a search page sorts by."""
    return TrigramWordSimilarity(" ".join(words_of(text)), column)
