using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Sec.Bulk;

/// <summary>The SEC's bulk files: <c>companyfacts.zip</c> with <c>submissions.zip</c> and the ticker lists, or the same unpacked in folders.</summary>
/// <param name="layout">Where the files are.</param>
public sealed partial class BulkCompanySource(BulkLayout layout) : ICompanySource
{
    /// <summary>The filers to read; null reads all.</summary>
    public IReadOnlySet<Cik>? Only { get; set; }

    /// <summary>Documents done before, which are passed over; null reads all.</summary>
    public ImportCheckpoint? Checkpoint { get; set; }

    /// <summary>Hears after each document how far reading is.</summary>
    public IProgress<BulkProgress>? Progress { get; set; }

    /// <inheritdoc />
    public string Name => "bulk";

    /// <summary>A digest of the content: another when any of the files changed.</summary>
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
            var list = TickerList.Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), Path.GetFileName(path));
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
        if (all.Length == 0) throw new SecDataException(layout.Facts, "holds no files CIK##########.json");
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
        SecFileSet facts, SecFile file, SecFileSet? submissions, Dictionary<Cik, CompanyProfile> listings, CancellationToken cancellationToken)
    {
        var origin = facts.Origin(file);
        if (GetCik(file) is not { } filer)
            return new CompanyDocument { Cik = null, Origin = origin, Fault = new DocumentFault(origin, null, "is not named CIK##########.json") };
        try
        {
            var bytes = await facts.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            var told = submissions is null ? null : await ReadSubmissionsAsync(submissions, filer, cancellationToken).ConfigureAwait(false);
            return new CompanyDocument
            {
                Cik = filer, Origin = origin, Facts = bytes, Filings = told?.Filings, Profile = told?.Profile ?? listings.GetValueOrDefault(filer),
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
        var told = Submissions.Parse(await files.ReadAsync(main, cancellationToken).ConfigureAwait(false), files.Origin(main));
        if (told.Profile.Cik != cik) throw new SecDataException(files.Origin(main), $"is of CIK {told.Profile.Cik}");
        foreach (var page in told.FurtherPages)
        {
            // Copies are often taken without the further pages: the filings of the main file are then all that is known.
            if (files.Find(page.Name) is not { } further) continue;
            told = told.With(Submissions.ParsePage(await files.ReadAsync(further, cancellationToken).ConfigureAwait(false), files.Origin(further)));
        }

        return told;
    }

    [GeneratedRegex(@"\ACIK(\d{10})\.json\z")]
    private static partial Regex FactsName();
}

/// <summary>How far a bulk source is read.</summary>
/// <param name="Documents">Documents read or passed over.</param>
/// <param name="TotalDocuments">Documents in all.</param>
/// <param name="Bytes">Their bytes, unpacked.</param>
/// <param name="TotalBytes">Bytes in all.</param>
public readonly record struct BulkProgress(int Documents, int TotalDocuments, long Bytes, long TotalBytes);
