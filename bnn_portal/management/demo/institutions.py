"""The institutions of the demo: those that the press release and the news of the workshop name, and their neighbours.

Offices only. Where nobody has an account, BNN records the answers.
"""

from bnn_portal.management.demo.story import Office

BNN = "bnn"

OFFICES = {
    # BNN and the speakers' offices
    "bnn_ri": Office("BNN RI", "BNN RI", "narcotics_agency", region="Jakarta"),
    "bnnp_jatim": Office("BNN Provinsi Jawa Timur", "BNNP Jawa Timur", "narcotics_agency", region="Jawa Timur"),
    "bnn_batu": Office("BNN Kota Batu", "BNN Kota Batu", "narcotics_agency", region="Kota Batu"),
    "lemhannas": Office("Lembaga Ketahanan Nasional RI", "Lemhannas RI", "vertical_agency", region="Jakarta"),
    "kemendagri": Office("Kementerian Dalam Negeri", "Kemendagri", "vertical_agency", region="Jakarta"),
    # Forkopimda
    "wali_kota": Office("Wali Kota Malang", "Wali Kota", "city_leadership", is_forkopimda=True),
    "dprd": Office("DPRD Kota Malang", "DPRD", "council", is_forkopimda=True),
    "polresta": Office(
        "Polresta Malang Kota",
        "Polresta",
        "police",
        is_forkopimda=True,
        account=True,
        post="Kepala Satuan Reserse Narkoba",
    ),
    "kodim": Office(
        "Kodim 0833/Kota Malang",
        "Kodim 0833",
        "military",
        is_forkopimda=True,
        account=True,
        post="Perwira Seksi Teritorial",
    ),
    "kejari": Office(
        "Kejaksaan Negeri Kota Malang",
        "Kejari",
        "prosecution",
        is_forkopimda=True,
        account=True,
        post="Kepala Seksi Intelijen",
    ),
    "pn": Office("Pengadilan Negeri Malang", "PN Malang", "court", is_forkopimda=True),
    # Perangkat daerah, coordinated by Bakesbangpol
    "bakesbangpol": Office(
        "Badan Kesatuan Bangsa dan Politik Kota Malang",
        "Bakesbangpol",
        "regional_agency",
        account=True,
        post="Kepala Bidang Kewaspadaan Nasional",
    ),
    "dinkes": Office(
        "Dinas Kesehatan Kota Malang",
        "Dinkes",
        "regional_agency",
        coordinator="bakesbangpol",
        account=True,
        post="Kepala Bidang Pencegahan dan Pengendalian Penyakit",
    ),
    "disdikbud": Office(
        "Dinas Pendidikan dan Kebudayaan Kota Malang",
        "Disdikbud",
        "regional_agency",
        coordinator="bakesbangpol",
        account=True,
        post="Kepala Bidang Pembinaan SMP",
    ),
    "dinsos": Office(
        "Dinas Sosial, Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana "
        "Kota Malang",
        "Dinsos-P3AP2KB",
        "regional_agency",
        coordinator="bakesbangpol",
        account=True,
        post="Kepala Bidang Rehabilitasi Sosial",
    ),
    "disporapar": Office(
        "Dinas Kepemudaan, Olahraga dan Pariwisata Kota Malang",
        "Disporapar",
        "regional_agency",
        coordinator="bakesbangpol",
        account=True,
        post="Kepala Bidang Kepemudaan",
    ),
    "disnaker": Office(
        "Dinas Tenaga Kerja, Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kota Malang",
        "Disnaker-PMPTSP",
        "regional_agency",
        coordinator="bakesbangpol",
    ),
    "diskominfo": Office(
        "Dinas Komunikasi dan Informatika Kota Malang",
        "Diskominfo",
        "regional_agency",
        coordinator="bakesbangpol",
        account=True,
        post="Kepala Bidang Komunikasi dan Informasi Publik",
    ),
    "satpolpp": Office(
        "Satuan Polisi Pamong Praja Kota Malang",
        "Satpol PP",
        "regional_agency",
        coordinator="bakesbangpol",
        account=True,
        post="Kepala Bidang Ketertiban Umum",
    ),
    # The five kecamatan, and some of their kelurahan
    **{
        f"kec_{name.lower()}": Office(
            f"Kecamatan {name}",
            f"Kec. {name}",
            "district_office",
            coordinator="bakesbangpol",
            account=True,
            post="Kepala Seksi Ketenteraman dan Ketertiban",
        )
        for name in ("Blimbing", "Klojen", "Kedungkandang", "Sukun", "Lowokwaru")
    },
    **{
        f"kel_{name.lower()}": Office(
            f"Kelurahan {name}",
            f"Kel. {name}",
            "urban_village_office",
            coordinator=f"kec_{district}",
            account=True,
            post="Lurah",
        )
        for name, district in (
            ("Jodipan", "blimbing"),
            ("Kotalama", "kedungkandang"),
            ("Tanjungrejo", "sukun"),
            ("Tlogomas", "lowokwaru"),
            ("Dinoyo", "lowokwaru"),
        )
    },
    # Offices of the state in the city
    "lapas": Office(
        "Lapas Kelas I Malang", "Lapas Kelas I", "corrections", account=True, post="Kepala Bidang Pembinaan"
    ),
    "kemenkumham": Office("Kementerian Hukum dan HAM", "Kemenkumham", "vertical_agency", region="Jawa Timur"),
    "bea_cukai": Office(
        "Kantor Bea Cukai Malang", "Bea Cukai", "vertical_agency", account=True, post="Kepala Seksi Penindakan"
    ),
    # Education, society, business
    "ub": Office(
        "Universitas Brawijaya",
        "UB",
        "education",
        "education",
        account=True,
        post="Ketua Lembaga Penelitian dan Pengabdian",
    ),
    "itn": Office(
        "Institut Teknologi Nasional Malang",
        "ITN Malang",
        "education",
        "education",
        account=True,
        post="Kepala Biro Kemahasiswaan",
    ),
    "sekolah": Office(
        "SMA/SMK Kota Malang (data contoh)",
        "SMA/SMK (contoh)",
        "education",
        "education",
        account=True,
        post="Ketua Musyawarah Kerja Kepala Sekolah",
    ),
    "granat": Office(
        "GRANAT DPC Kota Malang", "GRANAT", "community", "community", account=True, post="Ketua Bidang Penyuluhan"
    ),
    "pkk": Office(
        "Tim Penggerak PKK Kota Malang", "TP PKK", "community", "community", account=True, post="Ketua Kelompok Kerja I"
    ),
    "begawan": Office("PP Properti Begawan Apartment", "Begawan Apartment", "private", "private"),
}

# The six accounts that the demo names; all accounts share one password.
STAFF = ("staf.p2m@contoh.example", "Staf P2M (contoh)")
LEADER = ("kepala.bnn@contoh.example", "Kepala BNN Kota Malang (contoh)")
COORDINATOR = ("koordinator.bakesbangpol@contoh.example", "Koordinator Bakesbangpol (contoh)", "bakesbangpol")
OFFICIAL = ("forkopimda.walikota@contoh.example", "Ajudan Wali Kota (contoh)", "wali_kota")
CONTACT_PERSON, CONTACT_PERSON_OTHER = "disdikbud", "polresta"


def contact_address(key: str) -> str:
    return f"narahubung.{key.replace('_', '.')}@contoh.example"
