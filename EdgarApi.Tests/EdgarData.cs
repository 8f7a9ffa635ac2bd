using System.IO.Compression;

namespace EdgarApi.Tests;

/// <summary>
/// The SEC's bulk files that tests compare against, in the folder EDGAR_DATA or, by default, in <c>shared/edgar-data</c> beside the
/// root of the repository.
/// </summary>
public static class EdgarData
{
    private static readonly Lazy<string> Root = new(Locate);

    public static string Folder => Root.Value;

    /// <summary>Reads a file from the folder, such as <c>company_tickers.json</c>.</summary>
    public static string GetPath(string file)
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"The SEC data in {Folder} has no {file}.", path);
    }

    /// <summary>Reads an entry of an archive, such as <c>("companyfacts.zip", "CIK0000320193.json")</c>.</summary>
    public static byte[] Read(string archive, string entry)
    {
        using var zip = ZipFile.OpenRead(GetPath(archive));
        var found = zip.GetEntry(entry) ?? throw new FileNotFoundException($"{archive} has no entry {entry}.");
        using var stream = found.Open();
        var bytes = new byte[found.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads a company's facts as the SEC serves them.</summary>
    public static byte[] CompanyFacts(int cik) => Read("companyfacts.zip", $"CIK{cik:D10}.json");

    private static string Locate()
    {
        if (Environment.GetEnvironmentVariable("EDGAR_DATA") is { Length: > 0 } configured)
        {
            return Directory.Exists(configured)
                ? configured
                : throw new DirectoryNotFoundException($"EDGAR_DATA is {configured}, which is not a folder.");
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
