"""The pages that need no account. They show what `reports.public` tells, and nothing else."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.formats import date_format
from django.views.generic import ListView, TemplateView

from action_plans.models import KotanVariable
from bnn_portal import clock
from bnn_portal.access import access
from bnn_portal.templatetags.portal import number_id, relative_day
from bnn_portal.views import first_page
from reports import figures, public
from reports.forms import PublicItemFilter
from stakeholders.models import OfficeSettings

# A minute spares the database when a link goes round, and nobody waits longer for a correction.
CACHE_SECONDS = 60
# Where the facts of "Tentang KOTAN" were read; the page names them by number.
SOURCES = [
    (
        "BNNK Trenggalek: pengumpulan data indeks KOTAN",
        "https://trenggalekkab.bnn.go.id/bnnk-trenggalek-laksanakan-pengumpulan-data-indeks-kabupatenkota-tanggap",
    ),
    (
        "BNN: menggandeng stakeholder mewujudkan kota tanggap ancaman narkoba",
        "https://bnn.go.id/bnn-gandeng-stakeholder-wujudkan-kota-tanggap-ancaman-narkoba/",
    ),
    (
        "Peraturan BNN Nomor 5 Tahun 2021, naskah yang diunggah ke Scribd",
        "https://id.scribd.com/document/582515353/Perbadan-KOTAN",
    ),
    (
        "BNN Kota Tegal: KOTAN 2024",
        "https://tegalkota.bnn.go.id/kota-tegal-tertinggi-ke-5-sebagai-kota-tanggap-ancaman-narkoba-kotan-2024",
    ),
    (
        "BNN Kota Malang: workshop 6 Desember 2023",
        "https://malangkota.bnn.go.id/penguatan-kerja-sama-lintas-sektor-workshop-pengembangan-kabupaten-kota-"
        "tanggap-ancaman-narkoba-di-kota-malang",
    ),
]


@dataclass(frozen=True)
class Share:
    """How a page introduces itself to search engines and messengers. `path` is its one address, without filters."""

    title: str
    description: str
    path: str
    kind: str = "website"
    is_sample: bool = False

    @property
    def url(self) -> str:
        return f"{settings.PORTAL_URL}{self.path}"

    @property
    def image_url(self) -> str:
        return f"{settings.PORTAL_URL}{static('img/share.png')}"

    @property
    def whatsapp_url(self) -> str:
        """Opens WhatsApp with the text written; whoever gets it must know of invented data as well."""
        mark = "(DATA CONTOH, bukan data nyata)" if self.is_sample else ""
        lines = [f"*{self.title}*", self.description, mark, self.url]
        return f"https://wa.me/?{urlencode({'text': chr(10).join(filter(None, lines))})}"


class PublicPage:
    """A page for everybody: says how it is shared, and may be kept by caches while nobody is signed in."""

    title = ""
    description = ""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        # A session or a waiting message makes the page somebody's own.
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES:
            patch_cache_control(response, private=True, no_cache=True)
        elif response.status_code == 200:
            patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["share"] = self.share(context)
        return context

    def share(self, context) -> Share:
        is_sample = context.get("is_sample", False)
        return Share(self.title, self.description, self.request.path, is_sample=is_sample)


@access(get=200, public=True, signed_in=302)
class Home(PublicPage, TemplateView):
    """What was promised and how far it is, for everybody; who is signed in goes to the page one comes for."""

    template_name = "reports/home.html"
    title = "Kota Malang Tanggap Ancaman Narkoba"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect(first_page(request.user))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        overview = figures.overview(AnonymousUser())
        workshops = public.told_workshops(public.workshop_rows()[:3])
        return super().get_context_data(
            total=overview.total,
            doors=_doors(overview.total),
            pillars=[(group, _doors(group)["total"]) for group in overview.pillars],
            items=public.latest_items(4),
            workshops=workshops,
            is_sample=overview.is_sample or any(workshop.is_sample for workshop in workshops),
            today=clock.today(),
            **kwargs,
        )

    def share(self, context) -> Share:
        text = f"Rencana aksi bersama pencegahan narkoba di Kota Malang: {context['total'].sentence}"
        return Share(self.title, text, self.request.path, is_sample=context["is_sample"])


def _doors(group: figures.Figures) -> dict[str, str]:
    """The address of the public list behind each count."""
    progress = reverse("reports:public_progress")
    queries = {name: urlencode({**group.filters, **more}) for name, more in figures.DOORS.items()}
    return {name: f"{progress}?{query}" if query else progress for name, query in queries.items()}


@access(get=200, public=True)
class PublicProgress(PublicPage, ListView):
    """What was promised, by whom, by when, and what was done."""

    template_name = "reports/public_progress.html"
    context_object_name = "items"
    paginate_by = 20
    title = "Kemajuan rencana aksi"
    description = "Apa yang dijanjikan tiap instansi untuk Kota Malang, tenggatnya, dan sampai di mana pelaksanaannya."

    def get_queryset(self):
        self.filter = PublicItemFilter(self.request.GET, public.item_rows().owed_first())
        return public.tell_items(self.filter.qs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filter=self.filter, **kwargs)
        context["items"] = public.told_items(context["items"])
        context["restricted"] = self.filter.restricted_count
        context["is_sample"] = any(item.is_sample for item in context["items"])
        context["share"] = self.share(context)
        return context


@access(get=200, public=True)
class PublicItem(PublicPage, TemplateView):
    """One promise and its accepted states."""

    template_name = "reports/public_item.html"

    def get_context_data(self, **kwargs):
        code = self.kwargs["item_code"]
        item = public.find_item(code)
        if item is None:
            raise Http404
        plan = public.plan_of(code)
        return super().get_context_data(
            item=item,
            facts=[
                ("Penanggung jawab", item.lead),
                ("Instansi terkait", "\n".join(public.supporters(code))),
                ("Bidang", item.pillar),
                ("Tenggat", relative_day(item.due_on) if item.is_open else date_format(item.due_on, "j F Y")),
                ("Target", f"{number_id(item.target)} {item.unit}" if item.target else "Dilaporkan dalam persen"),
                ("Rencana aksi", plan["title"]),
            ],
            workshop_url=plan["workshop"] and reverse("reports:public_workshop", args=[plan["workshop"]]),
            history=public.history(code),
            is_sample=item.is_sample,
            **kwargs,
        )

    def share(self, context) -> Share:
        item = context["item"]
        state = "terlambat" if item.is_overdue else item.status_label.lower()
        text = f"{item.lead}, tenggat {date_format(item.due_on, 'j F Y')}: {state}."
        return Share(f"{item.title} ({item.code})", text, item.url, "article", item.is_sample)


@access(get=200, public=True)
class PublicWorkshopList(PublicPage, ListView):
    """The public events, newest first."""

    template_name = "reports/public_workshop_list.html"
    context_object_name = "workshops"
    paginate_by = 25
    title = "Kegiatan"
    description = "Workshop dan kegiatan lain BNN Kota Malang bersama instansi dan masyarakat: agenda, peserta, hasil."

    def get_queryset(self):
        return public.workshop_rows()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["workshops"] = public.told_workshops(context["workshops"])
        context["is_sample"] = any(workshop.is_sample for workshop in context["workshops"])
        context["share"] = self.share(context)
        return context


@access(get=200, public=True)
class PublicWorkshop(PublicPage, TemplateView):
    """One event: facts, agenda by office, how many came from where, and what came out of it."""

    template_name = "reports/public_workshop.html"

    def get_context_data(self, **kwargs):
        pk = self.kwargs["workshop_id"]
        workshop = public.find_workshop(pk)
        if workshop is None:
            raise Http404
        counts, agenda = public.head_counts(pk), public.agenda(pk)
        facts = [
            ("Jenis kegiatan", workshop.kind),
            ("Tanggal", date_format(workshop.held_on, "l, j F Y")),
            ("Waktu", _hours(workshop)),
            ("Tempat", workshop.venue),
            ("Penyelenggara", workshop.organiser),
            ("Mitra penyelenggara", "\n".join(public.partners(pk))),
        ]
        return super().get_context_data(
            workshop=workshop,
            # The public is told what is known, not what was never written down.
            facts=[(label, value) for label, value in facts if value],
            agenda=agenda,
            has_hours=any(session.start_time for session in agenda),
            head_counts=counts,
            head_count=sum(total for _name, total in counts),
            outcomes=public.outcomes(pk),
            plan_url=public.plan_url(pk),
            is_sample=workshop.is_sample,
            **kwargs,
        )

    def share(self, context) -> Share:
        workshop = context["workshop"]
        text = f"{workshop.kind}, {date_format(workshop.held_on, 'l, j F Y')}, {workshop.venue}."
        return Share(workshop.theme, text, workshop.url, "article", workshop.is_sample)


def _hours(workshop: public.PublicWorkshop) -> str:
    hours = [moment.strftime("%H.%M") for moment in (workshop.start_time, workshop.end_time) if moment]
    return f"{'–'.join(hours)} WIB" if hours else ""


@access(get=200, public=True)
class About(PublicPage, TemplateView):
    """What KOTAN is, told from official sources that the page names."""

    template_name = "reports/about.html"
    title = "Tentang KOTAN"
    description = "Apa itu Kabupaten/Kota Tanggap Ancaman Narkoba, dan bagaimana Kota Malang mengerjakannya bersama."
    extra_context = {"sources": SOURCES, "variables": KotanVariable.labels}


@access(get=200, public=True)
class Help(PublicPage, TemplateView):
    """Where to turn for what; to those who are signed in also how to do their part."""

    template_name = "reports/help.html"
    title = "Bantuan"
    description = "Ke mana meminta pertolongan, melapor, atau bertanya, dan cara memakai Portal KOTAN."

    def get_context_data(self, **kwargs):
        # Whom to ask may name a person: that line is for those who are signed in.
        fields = ["institution__name", "address", "phone"]
        fields += ["help_contact"] if self.request.user.is_authenticated else []
        return super().get_context_data(office=OfficeSettings.objects.values(*fields).first(), **kwargs)
