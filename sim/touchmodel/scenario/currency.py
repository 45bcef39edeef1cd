"""Currencies and how many digits their minor unit has (ISO 4217)."""

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_TWO = (
    "AED ARS AUD BDT BGN BRL CAD CHF CNY COP CRC CZK DKK EGP EUR GBP GEL GHS HKD HUF IDR ILS INR "
    "KES KZT LKR MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD SAR SEK SGD THB TRY TWD TZS "
    "UAH USD UYU UZS ZAR"
)
_THREE = "BHD IQD JOD KWD LYD OMR TND"

MINOR_DIGITS: dict[str, int] = dict(
    sorted(
        (code, digits)
        for digits, codes in ((0, _NONE), (2, _TWO), (3, _THREE))
        for code in codes.split()
    )
)
"""Digits behind the point of a currency's minor unit; money is held in whole minor units."""
