using System.IO.Compression;

namespace EdgarApi.Tests;

/// <summary>
/// The SEC's bulk files that tests measure against: the folder that EDGAR_DATA names, otherwise <c>shared/edgar-data</c>
/// beside the project's root.
/// </summary>
public static class EdgarData
{
    private static readonly Lazy<string> Root = new(Locate);

    public static string Folder => Root.Value;

    /// <summary>A file of the folder, such as <c>company_tickers.json</c>.</summary>
    public static string GetPath(string file)
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"The SEC data in {Folder} has no {file}.", path);
    }

    /// <summary>The bytes of an archive's entry: <c>("companyfacts.zip", "CIK0000320193.json")</c>.</summary>
    public static byte[] Read(string archive, string entry)
    {
        using var zip = ZipFile.OpenRead(GetPath(archive));
        var found = zip.GetEntry(entry) ?? throw new FileNotFoundException($"{archive} has no entry {entry}.");
        using var stream = found.Open();
        var bytes = new byte[found.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A company's facts as the SEC serves them.</summary>
    public static byte[] CompanyFacts(int cik) => Read("companyfacts.zip", $"CIK{cik:D10}.json");

    private static string Locate()
    {
        if (Environment.GetEnvironmentVariable("EDGAR_DATA") is { Length: > 0 } configured)
        {
            return Directory.Exists(configured)
                ? configured
                : throw new DirectoryNotFoundException($"EDGAR_DATA names {configured}, which is no folder.");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "shared", "edgar-data") is var data && Directory.Exists(data))
                return data;
        }

        throw new DirectoryNotFoundException(
            "These tests read the SEC's bulk files (companyfacts.zip and others). Put them into ../shared/edgar-data beside the " +
            "project's root, or name their folder in the environment variable EDGAR_DATA.");
    }
}
