import pytest

from touchmodel.errors import InputError
from touchmodel.scenario.encoding import decode, read_encoding

PLAIN = "id,社名\nA,株式会社さくら\nB,㈱テクノ東京 1200円\n"
HALF = "社名,ふりがな\n山田商事,ﾔﾏﾀﾞｼｮｳｼﾞ\n佐藤商店,ｻﾄｳｼｮｳﾃﾝ\n"


@pytest.mark.parametrize("text", [PLAIN, HALF])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "euc-jp"])
def test_japanese_is_found(text: str, encoding: str) -> None:
    text = text.replace("㈱", "") if encoding == "euc-jp" else text
    decoded = decode(text.encode(encoding), "a.csv")
    assert decoded.text == text
    assert decoded.found == (encoding in ("cp932", "euc-jp"))
    assert decoded.encoding == encoding.removesuffix("-sig")


WESTERN = (
    "García", "Pérez", "São Paulo", "Zoë", "Müller & Söhne", "“Quote”", "O’Brien", "naïve", "ÀÉÎ",
    "Señor Núñez", "Größe", "Łódź", "Ångström", "Ørsted", "Café", "€ 5", "1 200 £",
)  # fmt: skip


@pytest.mark.parametrize("word", WESTERN)
@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "latin-1", "mac-roman"])
def test_western_text_is_never_taken_for_japanese(word: str, encoding: str) -> None:
    data = f"id,name\nA,{word}\nB,{word} Ltd\n".encode(encoding, "ignore")
    if not data.isascii():
        with pytest.raises(InputError, match="the file is not in UTF-8"):
            decode(data, "a.csv")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("客户名称,区域\n北京科技有限公司,华北\n上海贸易,华东\n", "gbk"),
        ("客戶名稱,地區\n台北科技股份有限公司,北部\n", "big5"),
        ("고객명,지역\n서울테크,수도권\n부산상사,영남\n", "euc-kr"),
        ("Клиент,Регион\nМосква,Центр\n", "cp1251"),
        ("Клиент,Регион\nМосква,Центр\n", "koi8-r"),
        ("ﾔﾏﾀﾞ,ｻﾄｳ\nｽｽﾞｷ,ﾀﾅｶ\n", "cp932"),
        ("東京商事,大阪\n", "euc-jp"),
    ],
)
def test_what_may_be_another_language_is_refused(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    with pytest.raises(InputError, match="the file is not in UTF-8"):
        decode(data, "a.csv")
    assert decode(data, "a.csv", encoding).text == text


def test_shift_jis_is_what_windows_makes_of_it() -> None:
    assert decode("①髙".encode("cp932"), "a.csv", "Shift_JIS").text == "①髙"


@pytest.mark.parametrize("name", ["utf8", "UTF-8", "sjis", "windows-1252", "latin1", "euc_jp"])
def test_names_that_python_knows(name: str) -> None:
    assert read_encoding(name) == name


@pytest.mark.parametrize(
    "name",
    ["rot13", "hex", "base64", "idna", "unicode_escape", "undefined", "utf-7", "../x", "", 3],
)
def test_what_is_no_encoding_of_a_file(name: object) -> None:
    with pytest.raises(ValueError, match="is no encoding of text"):
        read_encoding(name)


def test_places_are_those_of_the_text() -> None:
    data = "id\n東京,x".encode("utf-16-le") + b"\x00\xd8"
    with pytest.raises(InputError, match=r"a\.csv:2:5: what stands here is not in utf-16-le"):
        decode(data, "a.csv", "utf-16-le")
