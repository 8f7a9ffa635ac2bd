using System.Runtime.CompilerServices;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Sec.Snapshots;

/// <summary>
/// A folder of companies in compact form, like <c>samples/</c>: <c>CIK##########.facts</c> (snapshot of the facts),
/// <c>CIK##########.company</c> (profile and filings) and <c>listings</c> (all listed companies). Files are replaced atomically.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="name">Name of the source, for logs.</param>
public sealed class SnapshotFolder(string path, string name = "snapshots") : ICompanySource
{
    private const string FactsExtension = ".facts";
    private const string CompanyExtension = ".company";
    private const string ListingsName = "listings";

    /// <summary>The sample bundled with every program: twelve companies with all facts, and the list of all listed companies.</summary>
    public static SnapshotFolder Sample => new(System.IO.Path.Combine(AppContext.BaseDirectory, "samples"), "sample");

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <inheritdoc />
    public string Name => name;

    /// <summary>Whether a path is a folder with snapshots.</summary>
    public static bool IsSnapshotFolder(string path) =>
        Directory.Exists(path) && Directory.EnumerateFiles(path, "CIK*" + FactsExtension).Any();

    /// <summary>The filers with facts, ordered by CIK.</summary>
    public IReadOnlyList<Cik> Companies =>
        !Directory.Exists(path)
            ? throw new SecDataException(path, "no such folder")
            : [.. Directory.EnumerateFiles(path, "CIK*" + FactsExtension)
                .Select(file => Cik.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), out var cik) ? cik : default)
                .Where(cik => cik.Value > 0).Order()];

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken)
    {
        var file = System.IO.Path.Combine(path, ListingsName);
        if (!File.Exists(file)) return [];
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
        return SealedJson.Read(bytes, ListingsName, SnapshotJsonContext.Default.ListingsFile).Companies();
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<CompanyDocument> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var cik in Companies) yield return await ReadOneAsync(cik, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads one of the <see cref="Companies"/>.</summary>
    public async Task<CompanyDocument> ReadOneAsync(Cik cik, CancellationToken cancellationToken)
    {
        var origin = $"{name}/CIK{cik}{FactsExtension}";
        try
        {
            var facts = await File.ReadAllBytesAsync(GetFile(cik, FactsExtension), cancellationToken).ConfigureAwait(false);
            var companyFile = GetFile(cik, CompanyExtension);
            var company = !File.Exists(companyFile) ? null : SealedJson.Read(
                await File.ReadAllBytesAsync(companyFile, cancellationToken).ConfigureAwait(false),
                $"{name}/CIK{cik}{CompanyExtension}", SnapshotJsonContext.Default.CompanyFile);
            return new CompanyDocument
            {
                Cik = cik, Origin = origin, Facts = facts, Encoding = FactsEncoding.Snapshot, Profile = company?.Profile,
                Filings = company?.Filings(),
            };
        }
        catch (SecDataException error)
        {
            return new CompanyDocument { Cik = cik, Origin = origin, Fault = new DocumentFault(error.File, error.Offset, error.Reason) };
        }
        catch (IOException error)
        {
            return new CompanyDocument { Cik = cik, Origin = origin, Fault = new DocumentFault(origin, null, error.Message) };
        }
    }

    /// <summary>Writes or replaces a company.</summary>
    public async Task WriteAsync(
        CompanyFacts facts, CompanyProfile? profile, IReadOnlyList<Filing>? filings, CancellationToken cancellationToken)
    {
        await ReplaceAsync(GetFile(facts.Cik, FactsExtension), facts.ToSnapshot(), cancellationToken).ConfigureAwait(false);
        if (profile is null) return;
        var company = SealedJson.Write(CompanyFile.From(profile, filings ?? []), SnapshotJsonContext.Default.CompanyFile);
        await ReplaceAsync(GetFile(facts.Cik, CompanyExtension), company, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the list of listed companies.</summary>
    public Task WriteListingsAsync(IReadOnlyList<CompanyProfile> companies, CancellationToken cancellationToken) =>
        ReplaceAsync(
            System.IO.Path.Combine(path, ListingsName),
            SealedJson.Write(ListingsFile.From(companies), SnapshotJsonContext.Default.ListingsFile),
            cancellationToken);

    private string GetFile(Cik cik, string extension) => System.IO.Path.Combine(path, $"CIK{cik}{extension}");

    private static async Task ReplaceAsync(string file, byte[] bytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        var whole = file + ".writing";
        await File.WriteAllBytesAsync(whole, bytes, cancellationToken).ConfigureAwait(false);
        File.Move(whole, file, overwrite: true);
    }
}
