using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Sec.Live;

/// <summary>Reads companies from the SEC's servers.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="ingest">Selects the companies.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs tickers that the SEC does not list.</param>
public sealed partial class LiveCompanySource(
    SecClient client, IOptions<IngestOptions> ingest, TimeProvider time, ILogger<LiveCompanySource> logger)
    : IRefreshableCompanySource
{
    /// <summary>
    /// Filings appear in the submissions file immediately, but in the facts minutes later. In between, but at most for this time, the
    /// company counts as not yet refreshed. (Some annual and quarterly reports never add facts, for example amendments without statements.)
    /// </summary>
    internal static readonly TimeSpan FactsLag = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<Uri, (SecFileVersion Version, IReadOnlyList<CompanyProfile> Companies)> _listings = [];
    private readonly SubmissionVersions _versions = new();

    /// <inheritdoc />
    public string Name => "live";

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<CompanyProfile> all = [];
        foreach (var name in BulkLayout.TickerListNames)
        {
            var address = client.TickerListAddress(name);
            _listings.TryGetValue(address, out var known);
            var response = await client.GetAsync(address, known.Version, cancellationToken).ConfigureAwait(false);
            var list = response.Kind switch
            {
                SecResponseKind.File => TickerList.Parse(response.Body, address.ToString()),
                SecResponseKind.NotModified => known.Companies,
                _ => throw new SecUnavailableException($"{address} does not exist"),
            };
            _listings[address] = (response.Version!, list);
            all = TickerList.Merge(all, list);
        }

        return all;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<CompanyDocument> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listings = (await ReadListingsAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(company => company.Cik);
        var wanted = SelectCompanies(listings.Values).Select(cik => new KnownCompany(cik, null));
        await foreach (var document in ReadInParallelAsync(
            wanted, (company, token) => ReadAsync(company.Cik, token), cancellationToken).ConfigureAwait(false))
        {
            // A listed company without submissions at the SEC is still listed.
            yield return document.Profile is null && document.Fault is null && document.Cik is { } cik
                ? document with { Profile = listings.GetValueOrDefault(cik) }
                : document;
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<CompanyDocument> ReadChangedAsync(IReadOnlyList<KnownCompany> known, CancellationToken cancellationToken) =>
        ReadInParallelAsync(known, ReadIfChangedAsync, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<CompanyDocument?> ReadOneAsync(Cik cik, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cik, cancellationToken).ConfigureAwait(false);
        }
        catch (SecDataException error)
        {
            var origin = client.FactsAddress(cik).ToString();
            return new CompanyDocument { Cik = cik, Origin = origin, Fault = new DocumentFault(error.File, error.Offset, error.Reason) };
        }
    }

    private async Task<CompanyDocument?> ReadAsync(Cik cik, CancellationToken cancellationToken)
    {
        var address = client.SubmissionsAddress(cik);
        var response = await client.GetAsync(address, null, cancellationToken).ConfigureAwait(false);
        var submissions = response.Body is { } body ? Parse(body, cik, address) : null;
        return await ReadAsync(cik, submissions, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CompanyDocument?> ReadIfChangedAsync(KnownCompany known, CancellationToken cancellationToken)
    {
        var address = client.SubmissionsAddress(known.Cik);
        var response = await client.GetAsync(address, _versions.Find(known), cancellationToken).ConfigureAwait(false);
        if (response.Body is not { } body) return null;
        var submissions = Parse(body, known.Cik, address);
        if (submissions.Filings is not [var newest, ..]) return null;
        _versions.Set(known.Cik, response.Version!, newest.Accession);
        return newest.Accession == known.LatestAccession ? null
            : await ReadAsync(known.Cik, submissions, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CompanyDocument?> ReadAsync(Cik cik, Submissions? submissions, CancellationToken cancellationToken)
    {
        if (submissions is not null) submissions = await AddPagesAsync(submissions, cancellationToken).ConfigureAwait(false);
        var address = client.FactsAddress(cik);
        var facts = await client.GetAsync(address, null, cancellationToken).ConfigureAwait(false);
        if (submissions is null && facts.Body is null) return null;
        return new CompanyDocument
        {
            Cik = cik, Origin = address.ToString(), Facts = facts.Body is { } body ? new ReadOnlyMemory<byte>(body) : null,
            Profile = submissions?.Profile,
            // Without filings the company keeps its stored filings, and is therefore requested again.
            Filings = submissions is not null && AreFactsBehind(submissions, facts.Body) ? null : submissions?.Filings,
        };
    }

    private static Submissions Parse(byte[] body, Cik cik, Uri address)
    {
        var submissions = Submissions.Parse(body, address.ToString());
        return submissions.Profile.Cik == cik ? submissions
            : throw new SecDataException(address.ToString(), $"belongs to CIK {submissions.Profile.Cik}, not {cik}");
    }

    private async Task<Submissions> AddPagesAsync(Submissions submissions, CancellationToken cancellationToken)
    {
        foreach (var page in submissions.FurtherPages)
        {
            var address = client.PageAddress(page.Name);
            var response = await client.GetAsync(address, null, cancellationToken).ConfigureAwait(false);
            if (response.Body is { } body) submissions = submissions.With(Submissions.ParsePage(body, address.ToString()));
        }

        return submissions;
    }

    private bool AreFactsBehind(Submissions submissions, byte[]? facts) =>
        submissions.Filings.FirstOrDefault(filing => filing.Form is "10-K" or "10-Q" or "10-KT" or "10-QT" or "20-F" or "40-F")
            is { } report
        && time.GetUtcNow() - (report.AcceptedAt ?? new DateTimeOffset(report.Filed, TimeOnly.MinValue, TimeSpan.Zero)) < FactsLag
        && facts is not null && facts.AsSpan().IndexOf(Encoding.UTF8.GetBytes(report.Accession)) < 0;

    private IEnumerable<Cik> SelectCompanies(IReadOnlyCollection<CompanyProfile> listed)
    {
        if (ingest.Value.Companies is not { Count: > 0 } wanted) return listed.Select(company => company.Cik);
        var bySymbol = listed.SelectMany(company => company.Tickers.Select(ticker => (ticker, company.Cik)))
            .DistinctBy(listing => listing.ticker).ToDictionary(listing => listing.ticker, listing => listing.Cik);
        return wanted.Select(
            id => bySymbol.TryGetValue(Ticker.Normalize(id), out var cik) || Cik.TryParse(id.AsSpan(), out cik) ? cik : SkipUnlisted(id))
            .Where(cik => cik != default).Distinct();
    }

    private Cik SkipUnlisted(string id)
    {
        LogUnlisted(logger, id);
        return default;
    }

    /// <summary>
    /// Reads in parallel, because the SEC responds more slowly than the rate limit allows; only a few, because facts wait in memory.
    /// </summary>
    private async IAsyncEnumerable<CompanyDocument> ReadInParallelAsync(
        IEnumerable<KnownCompany> companies, Func<KnownCompany, CancellationToken, Task<CompanyDocument?>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var documents = Channel.CreateBounded<CompanyDocument>(4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop.Token };
        var reading = Parallel.ForEachAsync(companies, parallel, async (company, token) =>
        {
            if (await ReadOrFaultAsync(company, read, token).ConfigureAwait(false) is { } document)
                await documents.Writer.WriteAsync(document, token).ConfigureAwait(false);
        });
        // Errors that stop reading are rethrown by the channel's reader.
        var completing = reading.ContinueWith(
            ended => documents.Writer.Complete(ended.Exception?.InnerException), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (var document in documents.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return document;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await completing.ConfigureAwait(false);
        }
    }

    private async Task<CompanyDocument?> ReadOrFaultAsync(
        KnownCompany company, Func<KnownCompany, CancellationToken, Task<CompanyDocument?>> read, CancellationToken cancellationToken)
    {
        var origin = client.FactsAddress(company.Cik).ToString();
        try
        {
            return await read(company, cancellationToken).ConfigureAwait(false);
        }
        catch (SecDataException error)
        {
            return new CompanyDocument
            {
                Cik = company.Cik, Origin = origin, Fault = new DocumentFault(error.File, error.Offset, error.Reason),
            };
        }
        catch (SecUnavailableException error) when (error.RetryAfter is null)
        {
            return new CompanyDocument { Cik = company.Cik, Origin = origin, Fault = new DocumentFault(origin, null, error.Message) };
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "The SEC does not list the company '{Id}'; EdgarApi:Ingest:Companies takes tickers and CIKs")]
    private static partial void LogUnlisted(ILogger logger, string id);
}
