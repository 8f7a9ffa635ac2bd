using EdgarApi.Sec.Files;

namespace EdgarApi.Sec.Bulk;

/// <summary>Paths of the SEC's bulk files.</summary>
/// <param name="Facts">Zip or folder with company facts, <c>CIK##########.json</c>.</param>
/// <param name="Submissions">Zip or folder with submissions; without it profiles come from the ticker lists only.</param>
/// <param name="TickerLists">The existing ticker lists, the one with exchanges first.</param>
public sealed record BulkLayout(string Facts, string? Submissions, IReadOnlyList<string> TickerLists)
{
    /// <summary>
    /// <see cref="Submissions"/>, or otherwise the zip or folder <c>submissions</c> in the folder with the facts; null if neither exists.
    /// </summary>
    public string? SubmissionsBesideFacts =>
        Submissions ?? FindInside(Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(Facts)))!, "submissions");

    /// <summary>
    /// Finds the files at a path, which is either a zip or folder of company facts, or a folder that contains <c>companyfacts</c> and
    /// <c>submissions</c> as zips or folders, and the ticker lists.
    /// </summary>
    /// <param name="path">The zip or folder.</param>
    /// <param name="submissions">Zip or folder of submissions elsewhere; null looks next to the facts.</param>
    /// <exception cref="SecDataException">The path contains no company facts.</exception>
    public static BulkLayout Find(string path, string? submissions = null)
    {
        if (submissions is not null && !Exists(submissions)) throw new SecDataException(submissions, "no such file or folder");
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? new BulkLayout(path, submissions, []) : throw new SecDataException(path, "no such file or folder");
        }

        string[] tickers = [.. TickerListNames.Select(name => Path.Combine(path, name)).Where(File.Exists)];
        var facts = FindInside(path, "companyfacts") ?? (Directory.EnumerateFiles(path, "CIK*.json").Any() ? path : null);
        return facts is null
            ? throw new SecDataException(
                path, "contains neither companyfacts.zip nor a folder companyfacts nor files named CIK##########.json")
            : new BulkLayout(facts, submissions ?? FindInside(path, "submissions"), tickers);
    }

    internal static readonly string[] TickerListNames = ["company_tickers_exchange.json", "company_tickers.json"];

    private static string? FindInside(string folder, string name) =>
        new[] { name + ".zip", name }.Select(file => Path.Combine(folder, file)).FirstOrDefault(Exists);

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
}
