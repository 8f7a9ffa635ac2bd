using EdgarApi.Datasets.Columns;
using EdgarApi.Datasets.Files;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Datasets;

namespace EdgarApi.Datasets;

/// <summary>Writes the datasets of a database into a folder. Memory is bounded: companies are read one at a time.</summary>
/// <param name="reader">Reads the companies.</param>
internal sealed class DatasetExport(CompanyExportReader reader)
{
    /// <summary>Creates a file, without a buffer whose content would be written when it closes. Tests put in a full disk.</summary>
    public Func<string, Stream> CreateFile { get; init; } = path => new FileStream(
        path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

    /// <summary>Reports the number of exported companies, and of all to export.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }

    /// <summary>Writes one file per dataset and year.</summary>
    /// <param name="folder">The folder, which exists and is empty.</param>
    /// <param name="format">The format.</param>
    /// <param name="since">Only companies that changed after this data version; null for all.</param>
    /// <param name="cancellationToken">Stops it. Files that are complete remain.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written.</exception>
    /// <exception cref="ParquetSharp.ParquetException">The disk is full while Parquet is written.</exception>
    public async Task<ExportContent> WriteAsync(
        string folder, ExportFormat format, long? since, CancellationToken cancellationToken)
    {
        var versions = await reader.ReadVersionsAsync(cancellationToken).ConfigureAwait(false);
        var ciks = await reader.ReadCiksAsync(since, versions.Data, cancellationToken).ConfigureAwait(false);
        using var companies = Create(DatasetCatalog.Companies);
        using var values = Create(DatasetCatalog.Values);
        using var facts = Create(DatasetCatalog.Facts);
        using var filings = Create(DatasetCatalog.Filings);
        var done = 0;
        foreach (var cik in ciks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await reader.ReadAsync(cik, versions.Data, cancellationToken).ConfigureAwait(false) is { } company)
            {
                companies.Add(company.Company);
                foreach (var value in company.Values) values.Add(value);
                foreach (var fact in GetFacts(company)) facts.Add(fact);
                foreach (var filing in company.Filings) filings.Add(filing);
            }

            Progress?.Report((++done, ciks.Count));
        }

        return new ExportContent(
            versions, [.. companies.Complete(), .. values.Complete(), .. facts.Complete(), .. filings.Complete()]);

        PartitionedWriter<TRow> Create<TRow>(Dataset<TRow> dataset) => new(dataset, folder, format, CreateFile);
    }

    private static IEnumerable<CompanyFact> GetFacts(CompanyExport company) =>
        company.Facts?.Query(new FactQuery(), offset: 0, limit: int.MaxValue).Facts
            .Select(fact => new CompanyFact(company.Company.Profile.Cik, fact)) ?? [];
}

/// <summary>What an export wrote.</summary>
/// <param name="Versions">The files contain at least every change up to these versions.</param>
/// <param name="Files">The files.</param>
internal sealed record ExportContent(ExportVersions Versions, IReadOnlyList<WrittenFile> Files);
