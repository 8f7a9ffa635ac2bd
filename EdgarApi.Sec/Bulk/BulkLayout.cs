using EdgarApi.Sec.Files;

namespace EdgarApi.Sec.Bulk;

/// <summary>Where the SEC's bulk files are on this machine.</summary>
/// <param name="Facts">Zip or folder with company facts, <c>CIK##########.json</c>.</param>
/// <param name="Submissions">Zip or folder with submissions, if there is one: without it only the ticker lists tell who a filer is.</param>
/// <param name="TickerLists">The ticker lists that there are, the one with exchanges first.</param>
public sealed record BulkLayout(string Facts, string? Submissions, IReadOnlyList<string> TickerLists)
{
    /// <summary>
    /// Finds the files at a path: a zip or folder of company facts itself, or a folder that holds <c>companyfacts</c> and <c>submissions</c> as zips or
    /// folders and the ticker lists.
    /// </summary>
    /// <param name="path">The zip or folder.</param>
    /// <param name="submissions">Zip or folder of submissions that is elsewhere; null looks beside the facts in the folder.</param>
    /// <exception cref="SecDataException">There are no company facts at the path.</exception>
    public static BulkLayout Find(string path, string? submissions = null)
    {
        if (submissions is not null && !Exists(submissions)) throw new SecDataException(submissions, "no such file or folder");
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? new BulkLayout(path, submissions, []) : throw new SecDataException(path, "no such file or folder");
        }

        string? Inside(string name) => new[] { name + ".zip", name }.Select(n => Path.Combine(path, n)).FirstOrDefault(Exists);
        string[] tickers = [.. TickerListNames.Select(name => Path.Combine(path, name)).Where(File.Exists)];
        var facts = Inside("companyfacts") ?? (Directory.EnumerateFiles(path, "CIK*.json").Any() ? path : null);
        return facts is null
            ? throw new SecDataException(path, "holds neither companyfacts.zip nor a folder companyfacts nor files CIK##########.json")
            : new BulkLayout(facts, submissions ?? Inside("submissions"), tickers);
    }

    internal static readonly string[] TickerListNames = ["company_tickers_exchange.json", "company_tickers.json"];

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
}
