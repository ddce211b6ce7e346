"""What WeasyPrint leaves open for PDF/A-3a and PDF/UA-1 together, done on its objects before they are written.

It can claim one of the two standards, so the second claim is added to the metadata; its other gaps are closed here too.
"""

import pydyf

# PDF/A-3 knows the properties of PDF/UA only where the file itself describes them.
CLAIM = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END_OF_CLAIMS = b"</rdf:RDF>"

AMBIGUOUS_END = b"\r\nendstream"
NEEDLESS_SPACE = b"/Filter /FlateDecode"


def finish(document, pdf: pydyf.PDF) -> None:
    """WeasyPrint's `finisher` for a tagged document. Everything it adds is the same for the same document."""
    _claim_accessibility(pdf)
    _name_files_once(pdf)
    _describe_links(document)


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    (text,) = metadata.stream
    before, end, after = text.partition(END_OF_CLAIMS)
    if not end:
        raise ValueError("the metadata have no end to which the claim could be added")
    metadata.stream = [before + CLAIM + end + after]
    # Archives look for the claims without unpacking anything.
    metadata.compress = False


def _name_files_once(pdf: pydyf.PDF) -> None:
    """WeasyPrint lists each embedded file twice among the associated ones."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _describe_links(document) -> None:
    """A link says where it leads in the words of the page, not by its address."""
    for page in document.pages:
        for _, _, _, box in page.links:
            if box.link_annotation and box.element is not None:
                words = " ".join("".join(box.element.itertext()).split())
                box.link_annotation["Contents"] = pydyf.String(words)


def end_streams_clearly(content: bytes) -> bytes:
    """The written document with no stream whose end can be misread.

    Between a stream and `endstream` stands a line feed. Behind a stream that happens to end in a carriage return, both
    read as the end of the line, and the stream as too short for its length: PDF/A forbids that. There the line ends
    with both; a space that nothing needs gives way for it, so that everything stays at its offset.
    """
    at = content.find(AMBIGUOUS_END)
    while at != -1:
        filtered = content.rindex(NEEDLESS_SPACE, 0, at)
        space = filtered + NEEDLESS_SPACE.index(b" ")
        content = content[:space] + content[space + 1 : at + 1] + AMBIGUOUS_END + content[at + len(AMBIGUOUS_END) :]
        at = content.find(AMBIGUOUS_END, at + 1)
    return content
