"""Inviting people, and answering an invitation."""

import rules
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, ListView

from bnn_portal.access import BNN, access
from bnn_portal.exceptions import DomainError
from bnn_portal.forms import add_domain_error
from bnn_portal.views import ServiceFormMixin, refusal_as_message, require
from stakeholders import services
from stakeholders.forms import InvitationAcceptForm, InvitationForm
from stakeholders.models import AccountInvitation, User


@access(get=200, may=BNN)
class InvitationList(ListView):
    """Invitations that nobody has answered yet, run out ones included."""

    template_name = "stakeholders/invitation_list.html"
    context_object_name = "invitations"
    paginate_by = 50

    def dispatch(self, request, *args, **kwargs):
        require("can_invite", request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return (
            AccountInvitation.objects.visible_to(self.request.user)
            .unanswered()
            .select_related("institution", "invited_by")
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(now=timezone.now(), **kwargs)


@access(get=200, post=422, may=BNN)
class InvitationCreate(ServiceFormMixin, FormView):
    form_class = InvitationForm
    template_name = "stakeholders/invitation_create.html"

    def dispatch(self, request, *args, **kwargs):
        require("can_invite", request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        institution = self.request.GET.get("institution", "")
        return {"institution": institution} if institution.isdecimal() and len(institution) < 19 else {}

    def get_form_kwargs(self):
        may_invite_bnn = rules.test_rule("can_invite_bnn", self.request.user)
        return {**super().get_form_kwargs(), "may_invite_bnn": may_invite_bnn}

    def save(self, form):
        invitation, link = services.invite_person(
            form.cleaned_data["email"], form.cleaned_data["name"], by=self.request.user, **form.offer()
        )
        _send(self.request, invitation, link)
        return redirect("stakeholders:invitation_list")


@access(post=302, sees=BNN)
def invitation_renew(request, account_invitation_id):
    invitation = _get_invitation(request, account_invitation_id)
    try:
        _send(request, *services.renew_invitation(invitation, by=request.user))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("stakeholders:invitation_list")


@access(post=302, sees=BNN)
def invitation_revoke(request, account_invitation_id):
    invitation = _get_invitation(request, account_invitation_id)
    with refusal_as_message(request):
        services.revoke_invitation(invitation, by=request.user)
        messages.success(request, f"Undangan untuk {invitation.name} dicabut. Tautannya tidak berlaku lagi.")
    return redirect("stakeholders:invitation_list")


def _get_invitation(request, account_invitation_id):
    invitation = get_object_or_404(AccountInvitation.objects.visible_to(request.user), pk=account_invitation_id)
    require("can_manage_invitation", request.user, invitation)
    return invitation


def _send(request, invitation, link):
    try:
        services.send_invitation(invitation, link)
    except services.MailNotSent as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"Undangan dikirim ke {invitation.email}.")


@method_decorator([never_cache, sensitive_post_parameters("password1", "password2")], name="dispatch")
@access(public=True, get=200, post=422)
class InvitationAccept(View):
    """The mailed link. Opening it changes nothing: mail scanners open links before people do."""

    def dispatch(self, request, link_token):
        invitation = services.find_invitation(link_token)
        if invitation is None:
            return self._closed("Tautan ini tidak dikenal. Pastikan tautan di surel terbuka seluruhnya.", status=404)
        self.invitation = invitation
        self.account = User.objects.filter(email=invitation.email).first()
        try:
            services.check_open(invitation)
            return super().dispatch(request)
        except services.InvitationClosed as closed:
            return self._closed(str(closed), status=410)

    def get(self, request):
        return self._page(form=InvitationAcceptForm(invitation=self.invitation))

    def post(self, request):
        if not self._is_at_the_right_account():
            return self._page(status=422)
        if self.account is not None:
            return self._accept_with_account()
        form = InvitationAcceptForm(request.POST, invitation=self.invitation)
        if not form.is_valid():
            return self._page(form=form, status=422)
        name, password = form.cleaned_data["name"], form.cleaned_data["password1"]
        try:
            services.accept_invitation(self.invitation, name=name, password=password)
        except services.InvitationClosed:
            raise
        except DomainError as error:
            add_domain_error(form, error)
            return self._page(form=form, status=422)
        messages.success(request, "Akun Anda sudah jadi. Silakan masuk.")
        return redirect("account_login")

    def _accept_with_account(self):
        try:
            services.accept_invitation_with_account(self.invitation, by=self.request.user)
        except services.InvitationClosed:
            raise
        except DomainError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, f"Anda kini bertugas untuk {self.invitation.institution}.")
        return redirect("stakeholders:account_detail")

    def _is_at_the_right_account(self) -> bool:
        """Nobody may answer for another person: signed out for a new account, else signed in with the invited one."""
        if self.account is None:
            return not self.request.user.is_authenticated
        return self.request.user == self.account

    def _page(self, *, form=None, status=200):
        context = {
            "invitation": self.invitation,
            "account": self.account,
            "form": form if self.account is None else None,
            "is_at_the_right_account": self._is_at_the_right_account(),
        }
        return render(self.request, "stakeholders/invitation_accept.html", context, status=status)

    def _closed(self, reason, *, status):
        return render(self.request, "stakeholders/invitation_closed.html", {"reason": reason}, status=status)
