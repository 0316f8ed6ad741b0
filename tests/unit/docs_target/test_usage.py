"""The example of a class is that of the attribute that shows most in fewest octets."""

from __future__ import annotations

from cosemgen.model import Model
from cosemgen.target import Options
from cosemgen.targets.docs import usage
from cosemgen.targets.docs.samples import Sampler
from cosemgen.targets.docs.site import Site


def test_no_attribute_would_have_been_better(standard_model: Model) -> None:
    site = Site(standard_model, Options("cosem"))
    sampler = Sampler(site.model, site.names)
    wide = 0
    for each in standard_model.classes:
        version = each.versions[-1]
        found = []
        for at, attribute in enumerate(version.attributes):
            sample = sampler.of(attribute.type, attribute.name, attribute.default)
            if sample is not None:
                is_wide = len(sample.octets) > usage._WIDEST
                wide += is_wide
                rank = usage._rank(site, attribute) + usage._IF_WIDE * is_wide
                found.append((rank, at, sample))
        _, at, sample = min(found, key=lambda row: row[:2])
        assert usage._most_telling(site, version) == (version.attributes[at], sample)
    assert wide, "some are passed over for their width"
