using System.Collections.Frozen;

namespace EdgarApi.Financials.Companies;

/// <summary>Ticker symbols as the SEC's ticker list writes them: upper case, a dash before the share class (<c>BRK-B</c>).</summary>
public static class Ticker
{
    /// <summary>Names of US markets before a symbol, as in <c>NASDAQ:AAPL</c> (TradingView, Google) or <c>XNYS:F</c> (ISO 10383).</summary>
    private static readonly FrozenSet<string> Markets = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "NASDAQ", "NYSE", "AMEX", "NYSEAMERICAN", "NYSEARCA", "NYSEMKT", "ARCA", "CBOE", "BATS", "OTC", "OTCMKTS", "XNAS", "XNYS", "XASE",
        "ARCX", "US");

    /// <summary>The suffix of US listings after a dot (<c>AAPL.US</c>), a dash or a space (<c>AAPL US</c>).</summary>
    private const string CountrySuffix = "-US";

    /// <summary>The SEC's spelling of a symbol given in any case and with a dot, slash or space before the class.</summary>
    public static string Normalize(string symbol) =>
        symbol.Trim().ToUpperInvariant().Replace('.', '-').Replace('/', '-').Replace(' ', '-');

    /// <summary>
    /// The SEC's spelling of a symbol written with its US market: <c>NASDAQ:AAPL</c>, <c>AAPL.US</c>, <c>AAPL:US</c>. Null if it names
    /// none.
    /// </summary>
    public static string? WithoutMarket(string symbol)
    {
        var colon = symbol.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            var (before, after) = (symbol[..colon].Trim(), symbol[(colon + 1)..].Trim());
            return Markets.Contains(before) ? Normalize(after)
                : after.Equals("US", StringComparison.OrdinalIgnoreCase) ? Normalize(before)
                : null;
        }

        var normal = Normalize(symbol);
        return normal.Length > CountrySuffix.Length && normal.EndsWith(CountrySuffix, StringComparison.Ordinal)
            ? normal[..^CountrySuffix.Length]
            : null;
    }
}
