"""The declared access of every route: who sees, who may act, and the status each gets.

`@access` stands on every view. It refuses the wrong method (405) and keeps the declaration for
`manage access_matrix`, whose test asks every route as everyone and fails on a difference or on a route without a
declaration. It decides nothing else: 404 comes from `visible_to`, 403 from `rules`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import URLResolver, get_resolver
from django.utils.decorators import method_decorator

ANONYMOUS = "anonymous"
STAFF = "staff"
LEADER = "leader"
CONTACT = "contact_person"
COORDINATOR = "coordinator"
OFFICIAL = "official"

BNN = frozenset({STAFF, LEADER})
# Whose business an item is: BNN, its lead and supporters, and their coordinator.
WORKERS = BNN | {CONTACT, COORDINATOR}
EVERYONE = WORKERS | {OFFICIAL}
WHO = (ANONYMOUS, STAFF, LEADER, CONTACT, COORDINATOR, OFFICIAL)


@dataclass(frozen=True)
class Access:
    """What one route answers. `get` and `post` are the status for those who may; None means 405."""

    get: int | None
    post: int | None
    sees: frozenset[str]
    sees_foreign: frozenset[str]
    may: frozenset[str]
    is_public: bool
    signed_in: int | None

    def expected(self, method: str, who: str, thing: str) -> int:
        """The status that `who` gets for `thing`: none, own, foreign (to the contact person) or missing."""
        if who == ANONYMOUS and not self.is_public:
            return 302
        status = self.get if method == "GET" else self.post
        if status is None:
            return 405
        # What a public route shows to nobody, it shows to no account either.
        if thing == "missing" or (self.is_public and thing == "foreign"):
            return 404
        if self.is_public and self.signed_in and who != ANONYMOUS:
            return self.signed_in
        if not self.is_public:
            if who not in (self.sees_foreign if thing == "foreign" else self.sees):
                return 404
            if who not in self.may:
                return 403
        return status


@dataclass(frozen=True)
class Route:
    """One address: its full name, its arguments, and what its view declares (None: nothing)."""

    name: str
    arguments: tuple[str, ...]
    access: Access | None


def declared_routes() -> list[Route]:
    """Every named route of the portal, in the order of the URL configuration."""
    return list(_walk(get_resolver().url_patterns, namespace="", arguments=()))


def _walk(patterns: Iterable[Any], namespace: str, arguments: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        seen = (*arguments, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, seen)
        else:
            name = f"{namespace}{pattern.name}" if pattern.name else f"{namespace}{pattern.pattern}"
            yield Route(name, seen, getattr(pattern.callback, "access", None))


def access(
    *,
    get: int | None = None,
    post: int | None = None,
    sees: Iterable[str] = EVERYONE,
    sees_foreign: Iterable[str] = BNN,
    may: Iterable[str] | None = None,
    public: bool = False,
    signed_in: int | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a view's access and let only its methods through.

    `get` is the status of an allowed GET (also HEAD), `post` that of an allowed empty POST; leave out what the route
    does not answer. Those outside `sees` get 404, those who see but are outside `may` (default: all who see) get 403.
    `signed_in` is what a public route answers to those who are signed in, if that differs (the sign-in page: 302).
    On a route without an object, leave `sees` alone and name `may`. It stands above functions and class-based views
    alike.
    """
    seen = frozenset(sees)
    declared = Access(
        get=get,
        post=post,
        sees=seen,
        sees_foreign=frozenset(sees_foreign),
        may=EVERYONE if may is None else frozenset(may),
        is_public=public,
        signed_in=signed_in,
    )
    allowed = (["GET", "HEAD"] if get else []) + (["POST"] if post else [])

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        if isinstance(view, type):
            return method_decorator(decorate, name="dispatch")(view)

        @wraps(view)
        def checked(request, *args, **kwargs):
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed, render_to_string("405.html", request=request))
            return view(request, *args, **kwargs)

        checked.access = declared  # type: ignore[attr-defined]
        return login_not_required(checked) if public else checked

    return decorate
