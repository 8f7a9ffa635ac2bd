namespace EdgarApi.Financials.Companies;

/// <summary>Ticker symbols as the SEC's ticker list writes them: upper case, a dash before the share class (<c>BRK-B</c>).</summary>
public static class Ticker
{
    /// <summary>The SEC's spelling of a symbol given in any case and with a dot, slash or space before the class.</summary>
    public static string Normalize(string symbol) =>
        symbol.Trim().ToUpperInvariant().Replace('.', '-').Replace('/', '-').Replace(' ', '-');
}
