using System.IO.Compression;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>All 103 companies of the SEC's bulk files in one folder, which the Warmer can load.</summary>
internal static class AllCompanies
{
    private static readonly Lazy<string> Folder = new(Create);

    /// <summary>Gets the folder; the first call writes the files.</summary>
    public static string GetFolder() => Folder.Value;

    private static string Create()
    {
        var folder = TestFolder.Create("companies").FullName;
        var facts = Path.Combine(folder, "companyfacts");
        Directory.CreateDirectory(facts);
        foreach (var archive in (string[])["companyfacts.zip", "companyfacts-trimmed.zip"])
            ZipFile.ExtractToDirectory(EdgarData.GetPath(archive), facts);
        foreach (var file in (string[])["submissions.zip", "company_tickers.json", "company_tickers_exchange.json"])
            File.CreateSymbolicLink(Path.Combine(folder, file), EdgarData.GetPath(file));
        return folder;
    }
}
