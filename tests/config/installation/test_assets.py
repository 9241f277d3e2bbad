"""Is what we serve of the design system free of what is licensed to GOV.UK alone?"""

from pathlib import Path

import pytest

from cairn.config.installation import assets

STYLE = (
    '@charset "UTF-8";:root{--a:1}@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}'
    "\n@font-face{font-family:GDS Transport;src:url(/assets/fonts/bold.woff2)}"
    ".logo:before{background-image:url(/assets/images/govuk-crest.svg)}"
    "@supports (mask:initial){.logo:before{mask-image:url(/assets/images/govuk-crest.svg)}}"
    ".body{font-family:GDS Transport,arial,sans-serif}\n/*# sourceMappingURL=govuk-frontend.min.css.map */\n"
)


def test_typeface_and_crest_are_taken_out_and_nothing_else() -> None:
    assert assets.without_crown(STYLE) == (
        '@charset "UTF-8";:root{--a:1}@supports (mask:initial){}.body{font-family:Helvetica Neue,Arial,sans-serif}\n'
    )


def test_a_script_loses_its_map_alone() -> None:
    assert assets.without_map("export{a}\n//# sourceMappingURL=x.js.map") == "export{a}\n"


def test_what_is_laid_out_has_no_crown_and_the_typeface_of_reports(tmp_path: Path) -> None:
    if not assets.DESIGN_SYSTEM.is_dir():
        pytest.skip("the design system has not been fetched here")
    assets._lay_out_design_system(tmp_path / "govuk")
    assets._lay_out_typeface(tmp_path / "fonts")
    style = (tmp_path / "govuk" / "govuk-frontend.min.css").read_text()
    assert [word for word in ("GDS Transport", "@font-face", "crest", "url(") if word in style] == []
    assert {path.name for path in (tmp_path / "fonts").iterdir()} == {
        "LICENSE.txt",
        *(f"SourceSansPro-{cut}.ttf" for cut in assets.TYPEFACE),
    }


def test_a_second_time_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_VAR", str(tmp_path))
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / ".fingerprint").write_text(assets._fingerprint())
    assert assets.prepare_assets() is False


def test_where_nothing_can_fetch_the_reason_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_VAR", str(tmp_path))
    monkeypatch.setattr(assets, "_npm_of_the_machine", list)
    monkeypatch.setattr(assets, "_npm_of_our_own", list)
    with pytest.raises(assets.AssetsMissing, match=r"What npm said: no npm was found\.$"):
        assets.prepare_assets(say=lambda _: None)
    assert list(tmp_path.iterdir()) == []
