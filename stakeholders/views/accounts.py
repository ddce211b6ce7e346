"""Accounts and what they act for."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import ListView, TemplateView

from bnn_portal import clock
from bnn_portal.access import BNN, CONTACT, access
from bnn_portal.views import refusal_as_message, require
from stakeholders import services
from stakeholders.forms import AccountFilter
from stakeholders.models import AccountInvitation, Membership, User


@access(get=200)
class AccountDetail(TemplateView):
    """The signed-in account's own page."""

    template_name = "stakeholders/account_detail.html"

    def get_context_data(self, **kwargs):
        memberships = self.request.user.memberships.select_related("institution").order_by("-starts_on", "pk")
        return super().get_context_data(memberships=memberships, today=clock.today(), **kwargs)


@access(get=200, may=BNN)
class AccountList(ListView):
    template_name = "stakeholders/account_list.html"
    context_object_name = "accounts"
    paginate_by = 50

    def dispatch(self, request, *args, **kwargs):
        require("can_see_accounts", request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        memberships = Membership.objects.select_related("institution").order_by("-starts_on", "pk")
        accounts = (
            User.objects.visible_to(self.request.user)
            .order_by("name", "pk")
            .prefetch_related(Prefetch("memberships", memberships))
        )
        self.filter = AccountFilter(self.request.GET, accounts)
        return self.filter.qs

    def get_context_data(self, **kwargs):
        unanswered = AccountInvitation.objects.visible_to(self.request.user).unanswered().count()
        return super().get_context_data(filter=self.filter, unanswered_count=unanswered, today=clock.today(), **kwargs)


@access(post=302, sees=BNN | {CONTACT}, may=BNN)
def account_deactivate(request, account_id):
    account = _get_account(request, account_id)
    services.deactivate_account(account, by=request.user)
    messages.success(request, f"Akun {account.name} dinonaktifkan dan tidak dapat lagi membuka Portal.")
    return redirect("stakeholders:account_list")


@access(post=302, sees=BNN | {CONTACT}, may=BNN)
def account_activate(request, account_id):
    account = _get_account(request, account_id)
    services.activate_account(account, by=request.user)
    messages.success(request, f"Akun {account.name} aktif kembali.")
    return redirect("stakeholders:account_list")


def _get_account(request, account_id):
    account = get_object_or_404(User.objects.visible_to(request.user), pk=account_id)
    require("can_bar_account", request.user, account)
    return account


@access(post=302, sees=BNN)
def membership_end(request, membership_id):
    memberships = Membership.objects.kept_by(request.user).select_related("user", "institution")
    membership = get_object_or_404(memberships, pk=membership_id)
    require("can_end_membership", request.user, membership)
    with refusal_as_message(request):
        services.end_membership(membership, by=request.user)
        messages.success(
            request, f"Keanggotaan {membership.user.name} di {membership.institution.short_name} berakhir hari ini."
        )
    return redirect("stakeholders:institution_detail", membership.institution_id)
