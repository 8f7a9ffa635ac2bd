using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Sec.Bulk;

/// <summary>
/// The SEC's bulk files: <c>companyfacts.zip</c>, <c>submissions.zip</c> and the ticker lists, or the same files unpacked in folders.
/// </summary>
/// <param name="layout">Paths of the files.</param>
public sealed partial class BulkCompanySource(BulkLayout layout) : ICompanySource
{
    /// <summary>The filers to read; null reads all.</summary>
    public IReadOnlySet<Cik>? Only { get; set; }

    /// <summary>Completed documents, which are skipped; null reads all.</summary>
    public ImportCheckpoint? Checkpoint { get; set; }

    /// <summary>Receives the progress after each document.</summary>
    public IProgress<BulkProgress>? Progress { get; set; }

    /// <inheritdoc />
    public string Name => "bulk";

    /// <summary>A digest of the content, which changes when any file changes.</summary>
    public string Fingerprint
    {
        get
        {
            using var facts = SecFileSet.Open(layout.Facts);
            using var submissions = layout.Submissions is null ? null : SecFileSet.Open(layout.Submissions);
            return $"{facts.Fingerprint}-{submissions?.Fingerprint}";
        }
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<CompanyProfile> all = [];
        foreach (var path in layout.TickerLists)
        {
            var list =
                TickerList.Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), Path.GetFileName(path));
            all = TickerList.Merge(all, list);
        }

        return all;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<CompanyDocument> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var facts = SecFileSet.Open(layout.Facts);
        using var submissions = layout.Submissions is null ? null : SecFileSet.Open(layout.Submissions);
        var all = facts.Files.Where(file => file.Name.StartsWith("CIK", StringComparison.Ordinal)).ToArray();
        if (all.Length == 0) throw new SecDataException(layout.Facts, "contains no files named CIK##########.json");
        var files = Only is null ? all : [.. all.Where(file => GetCik(file) is { } cik && Only.Contains(cik))];
        var listings = (await ReadListingsAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(company => company.Cik);
        var (done, total) = (0L, files.Sum(file => file.Length));
        for (var i = 0; i < files.Length; i++)
        {
            var file = files[i];
            if (Checkpoint?.IsDone(facts.Origin(file)) != true)
                yield return await ReadCompanyAsync(facts, file, submissions, listings, cancellationToken).ConfigureAwait(false);
            done += file.Length;
            Progress?.Report(new BulkProgress(i + 1, files.Length, done, total));
        }
    }

    private static async Task<CompanyDocument> ReadCompanyAsync(
        SecFileSet facts, SecFile file, SecFileSet? submissions, Dictionary<Cik, CompanyProfile> listings,
        CancellationToken cancellationToken)
    {
        var origin = facts.Origin(file);
        if (GetCik(file) is not { } filer)
            return new CompanyDocument
            {
                Cik = null, Origin = origin, Fault = new DocumentFault(origin, null, "is not named CIK##########.json"),
            };
        try
        {
            var bytes = await facts.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            var parsed = submissions is null ? null
                : await ReadSubmissionsAsync(submissions, filer, cancellationToken).ConfigureAwait(false);
            return new CompanyDocument
            {
                Cik = filer, Origin = origin, Facts = bytes, Filings = parsed?.Filings,
                Profile = parsed?.Profile ?? listings.GetValueOrDefault(filer),
            };
        }
        catch (SecDataException error)
        {
            return new CompanyDocument { Cik = filer, Origin = origin, Fault = new DocumentFault(error.File, error.Offset, error.Reason) };
        }
    }

    private static Cik? GetCik(SecFile file) =>
        FactsName().Match(file.Name) is { Success: true } match && Cik.TryParse(match.Groups[1].ValueSpan, out var cik) ? cik : null;

    private static async Task<Submissions?> ReadSubmissionsAsync(SecFileSet files, Cik cik, CancellationToken cancellationToken)
    {
        if (files.Find($"CIK{cik}.json") is not { } main) return null;
        var parsed = Submissions.Parse(await files.ReadAsync(main, cancellationToken).ConfigureAwait(false), files.Origin(main));
        if (parsed.Profile.Cik != cik) throw new SecDataException(files.Origin(main), $"belongs to CIK {parsed.Profile.Cik}");
        foreach (var page in parsed.FurtherPages)
        {
            // Copies of the files often lack the further pages; then only the filings of the main file are known.
            if (files.Find(page.Name) is not { } further) continue;
            parsed = parsed.With(
                Submissions.ParsePage(await files.ReadAsync(further, cancellationToken).ConfigureAwait(false), files.Origin(further)));
        }

        return parsed;
    }

    [GeneratedRegex(@"\ACIK(\d{10})\.json\z")]
    private static partial Regex FactsName();
}

/// <summary>Progress of reading a bulk source.</summary>
/// <param name="Documents">Documents read or skipped.</param>
/// <param name="TotalDocuments">Number of all documents.</param>
/// <param name="Bytes">Uncompressed bytes of the documents read or skipped.</param>
/// <param name="TotalBytes">Uncompressed bytes of all documents.</param>
public readonly record struct BulkProgress(int Documents, int TotalDocuments, long Bytes, long TotalBytes);
