"""The workshop of 6 December 2023, as the press release of 7 December and the news of that day tell it.

Hours, papers and head counts stand in no source: the hours stay empty, the head counts are invented. So are the answers
to the invitations. The other two events show that P2M does more than one kind of thing: the visit of the next day is
told by bnn.go.id, the meeting to come is invented.
"""

from datetime import date

THEME = "Pengembangan Kabupaten/Kota Tanggap Ancaman Narkoba Lintas Stakeholder"

WORKSHOP = {
    "theme": THEME,
    "kind": "cross_stakeholder",
    "held_on": date(2023, 12, 6),
    "venue": "Hall Hotel Grand Mercure Malang",
    "led_by": "Direktur Peran Serta Masyarakat BNN RI",
    "is_public": True,
    "minutes": (
        "Peserta membahas strategi pencegahan, deteksi, dan penanganan penyalahgunaan narkoba. Peran aktif masyarakat, "
        "cara sosialisasi yang kreatif bagi generasi muda, serta pemakaian teknologi dan media sosial ditekankan. "
        "Workshop menghasilkan rencana aksi bersama semua pihak terkait."
    ),
}
PARTNERS = ("bnn_ri",)

# title, speaker's position, speaker's institution, topics
AGENDA = (
    ("Pembukaan", "", "", ()),
    ("Arahan dan paparan", "Direktur Peran Serta Masyarakat", "bnn_ri", ("prevention", "community")),
    ("Paparan", "Tenaga Profesional", "lemhannas", ("prevention", "youth")),
    ("Paparan", "Analis Kebijakan Ahli Madya", "kemendagri", ("prevention", "handling")),
    ("Diskusi strategi pencegahan, deteksi, dan penanganan", "", "", ("prevention", "detection", "handling")),
    ("Penyusunan rencana aksi bersama", "", "", ("community", "youth", "technology")),
)

# institution, addressee, seats, answer, people who came (0: nobody)
GUESTS = (
    ("bnnp_jatim", "Kepala Bidang Pencegahan dan Pemberdayaan Masyarakat", 2, "coming", 2),
    ("bnn_batu", "Kepala", 2, "coming", 2),
    ("wali_kota", "Wali Kota", 1, "represented", 1),
    ("dprd", "Komisi D", 2, "coming", 2),
    ("polresta", "Kepala Kepolisian Resor Kota", 2, "represented", 2),
    ("kodim", "Komandan", 2, "represented", 1),
    ("kejari", "Kepala Kejaksaan Negeri", 1, "coming", 1),
    ("pn", "Ketua Pengadilan Negeri", 1, "represented", 1),
    ("bakesbangpol", "Kepala Badan", 2, "coming", 2),
    ("dinkes", "Kepala Dinas", 2, "coming", 2),
    ("disdikbud", "Kepala Dinas", 2, "coming", 2),
    ("dinsos", "Kepala Dinas", 1, "represented", 1),
    ("disporapar", "Kepala Dinas", 1, "coming", 1),
    ("disnaker", "Kepala Dinas", 1, "declined", 0),
    ("diskominfo", "Kepala Dinas", 1, "coming", 1),
    ("satpolpp", "Kepala Satuan", 1, "coming", 1),
    ("kec_blimbing", "Camat", 1, "coming", 1),
    ("kec_klojen", "Camat", 1, "represented", 1),
    ("kec_kedungkandang", "Camat", 1, "coming", 1),
    ("kec_sukun", "Camat", 1, "coming", 1),
    ("kec_lowokwaru", "Camat", 1, "coming", 1),
    ("kel_jodipan", "Lurah", 1, "coming", 1),
    ("kel_kotalama", "Lurah", 1, "coming", 1),
    ("kel_tanjungrejo", "Lurah", 1, "coming", 1),
    ("kel_tlogomas", "Lurah", 1, "coming", 1),
    ("kel_dinoyo", "Lurah", 1, "coming", 1),
    ("lapas", "Kepala Lapas", 1, "represented", 1),
    ("kemenkumham", "Kepala Kantor", 1, "coming", 1),
    ("bea_cukai", "Kepala Kantor", 1, "coming", 1),
    ("ub", "Wakil Rektor Bidang Kemahasiswaan", 1, "coming", 1),
    ("itn", "Wakil Rektor Bidang Kemahasiswaan", 1, "coming", 1),
    ("sekolah", "Ketua Musyawarah Kerja Kepala Sekolah", 2, "coming", 3),
    ("granat", "Ketua", 2, "coming", 2),
    ("pkk", "Ketua", 1, "coming", 1),
    ("begawan", "Pengelola Gedung", 1, "coming", 1),
)

INFORMATION = (
    (
        "Kesiapan kota menghadapi ancaman narkoba dilihat dari lima variabel KOTAN: ketahanan keluarga, ketahanan "
        "masyarakat, kewilayahan, kelembagaan, dan hukum.",
        ("prevention",),
    ),
    (
        "Sosialisasi kepada generasi muda lebih mengena bila dibawakan dengan cara yang kreatif dan memakai media "
        "sosial.",
        ("youth", "technology"),
    ),
)
DECISIONS = (
    ("Semua pihak menyusun dan menjalankan satu rencana aksi bersama tingkat kota.", ("prevention", "community")),
    (
        "Setiap instansi menunjuk satu narahubung dan melaporkan kemajuannya pada tiap periode B06 dan B12.",
        ("handling",),
    ),
)
# Items refer to these by their place.
ACTIONS = (
    ("Menguatkan kelembagaan P4GN: tim terpadu, rencana aksi daerah, dan satgas di instansi.", ("prevention",)),
    ("Memasukkan materi pencegahan ke kegiatan sekolah dan kampus.", ("prevention", "youth")),
    ("Melaksanakan deteksi dini secara terjadwal di lingkungan kerja.", ("detection",)),
    ("Memperluas layanan rehabilitasi dan pendampingan setelahnya.", ("handling",)),
    ("Mengembangkan Kelurahan Bersinar dengan warga sebagai garda terdepan.", ("community",)),
    ("Menyampaikan pesan pencegahan lewat media sosial dan kegiatan anak muda.", ("youth", "technology")),
    ("Menguatkan ketahanan keluarga melalui kader dan organisasi masyarakat.", ("community", "prevention")),
    ("Menjaga wilayah rawan dan tempat berkumpul melalui patroli serta pengawasan bersama.", ("detection", "handling")),
    ("Menyediakan data dan kajian sebagai dasar kebijakan kota.", ("technology", "detection")),
)

PRESS_RELEASE = (
    "SIARAN PERS",
    "",
    "Malang, 7 Desember 2023 - Badan Narkotika Nasional (BNN) Kota Malang melalui Tim Pencegahan",
    "dan Pemberdayaan Masyarakat (P2M) menyelenggarakan workshop dengan tema",
    "“Pengembangan Kabupaten/Kota Tanggap Ancaman Narkoba Lintas Stakeholder”",
    "pada tanggal 6 Desember 2023 di Hall Hotel Grand Mercure Malang.",
    "",
    "Kegiatan ini dihadiri oleh perwakilan jajaran Forkopimda Kota Malang dan pemangku",
    "kepentingan dari berbagai instansi di Kota Malang dan Jawa Timur, dan dipimpin langsung",
    "oleh Direktur Bidang Peran Serta Masyarakat BNN RI.",
    "",
    "Workshop menghasilkan rencana aksi bersama yang melibatkan semua pihak terkait.",
)
COMMITMENT = (
    "KOMITMEN BERSAMA",
    "Kota Malang Tanggap Ancaman Narkoba",
    "",
    "Kami yang hadir pada workshop tanggal 6 Desember 2023 sepakat untuk:",
    "",
    "1. menjalankan butir aksi yang menjadi tanggung jawab instansi kami;",
    "2. melaporkan kemajuannya pada tiap periode pelaporan, beserta data dukungnya;",
    "3. saling membantu bila ada kendala.",
    "",
    "Lembar ini dibuat sebagai data contoh dan tidak ditandatangani siapa pun.",
)

VISIT = {
    "theme": "Kunjungan Direktorat Peran Serta Masyarakat BNN RI ke Lapas Kelas I Malang dan Bakesbangpol Kota Malang",
    "kind": "audience",
    "held_on": date(2023, 12, 7),
    "venue": "Lapas Kelas I Malang; kantor Bakesbangpol Kota Malang",
    "led_by": "Direktur Peran Serta Masyarakat BNN RI",
}
VISIT_GUESTS = (("lapas", "Kepala Lapas"), ("bakesbangpol", "Kepala Badan"))

MEETING = {
    "theme": "Rapat koordinasi evaluasi rencana aksi KOTAN Kota Malang (contoh)",
    "kind": "coordination",
    "venue": "Ruang rapat BNN Kota Malang",
    "led_by": "Kepala BNN Kota Malang",
    "target_sector": "government",
}
MEETING_AHEAD = 21  # days after the first seeding
MEETING_GUESTS = (
    ("bakesbangpol", "Kepala Badan"),
    ("dinkes", "Kepala Dinas"),
    ("diskominfo", "Kepala Dinas"),
    ("polresta", "Kepala Satuan Reserse Narkoba"),
)
