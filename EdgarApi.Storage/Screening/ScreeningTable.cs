using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Threading.Channels;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Storage.Screening;

/// <inheritdoc cref="IScreeningTable"/>
internal sealed partial class ScreeningTable(
    ScreeningRowReader reader, ICompanyDirectory directory, TimeProvider time, ILogger<ScreeningTable> logger)
    : BackgroundService, IScreeningTable, IVersionListener
{
    /// <summary>Calendar periods kept in memory: those used last. A period of 18,000 companies takes about 25 MB.</summary>
    public const int MaxCalendarPeriods = 8;

    /// <summary>With more changes than this, reading every row is cheaper.</summary>
    private const int MaxChanges = 1_000;

    /// <summary>A change is retried after this time if the database is unavailable.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>Always in memory.</summary>
    private static readonly string[] Pinned = [ScreeningPeriods.Latest, ScreeningPeriods.TwelveMonths];

    private readonly BackgroundWork _refreshing = new("screening refresh", time);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Lock _used = new();
    private readonly List<string> _usedLast = [];

    // One pending item suffices: a refresh includes all changes that the directory knows.
    private readonly Channel<bool> _changes =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private volatile ScreeningState? _state;
    private volatile ImmutableDictionary<string, ScreeningPeriod> _periods = ImmutableDictionary.Create<string, ScreeningPeriod>();

    public ScreeningState? State => _state;

    /// <summary>Keys of the periods in memory.</summary>
    public IEnumerable<string> Loaded => _periods.Keys;

    public void Changed(IReadOnlySet<Cik> companies) => _changes.Writer.TryWrite(true);

    public ValueTask<ScreeningPeriod> GetAsync(string period, CancellationToken cancellationToken)
    {
        if (!_periods.TryGetValue(period, out var known)) return LoadAsync(period, cancellationToken);
        MarkUsed(period);
        return new(known);
    }

    /// <summary>Applies the changes of the directory since the last refresh.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ApplyChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public override void Dispose()
    {
        _gate.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _changes.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            _changes.Reader.TryRead(out _);
            var started = time.GetTimestamp();
            try
            {
                await _refreshing.RunAsync(RefreshAsync, stoppingToken).ConfigureAwait(false);
                await WorkPace.RestAsync(time.GetElapsedTime(started), time, stoppingToken).ConfigureAwait(false);
            }
            catch (DatabaseUnavailableException error)
            {
                LogRefreshFailed(error.InnerException?.Message ?? error.Message);
                await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(false);
                _changes.Writer.TryWrite(true);
            }
        }
    }

    private async Task ApplyChangesAsync(CancellationToken cancellationToken)
    {
        // The entries are at least as recent as the revision, which is read first.
        var revision = directory.Revision;
        if (revision == 0 || revision == _state?.Revision) return;
        var companies = directory.PublishedSince(DateTimeOffset.MinValue, int.MaxValue).Companies;
        var started = time.GetTimestamp();
        var last = _state?.Revision ?? 0;
        var changed = companies.Where(company => company.Revision > last).Select(company => company.Cik).ToHashSet();
        _periods = _state is null || changed.Count > MaxChanges
            ? await ReadAllAsync(revision, cancellationToken).ConfigureAwait(false)
            : await ReadChangedAsync(changed, revision, cancellationToken).ConfigureAwait(false);
        _state = new ScreeningState(revision, ComputeIdentity(companies));
        LogRefreshed(changed.Count, companies.Count, time.GetElapsedTime(started).TotalMilliseconds);
    }

    private async ValueTask<ScreeningPeriod> LoadAsync(string period, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_state is null) await ApplyChangesAsync(cancellationToken).ConfigureAwait(false);
            if (_periods.TryGetValue(period, out var known)) return known;
            var loaded = ScreeningPeriod.From(
                await reader.ReadAsync(period, _state?.Revision ?? 0, cancellationToken).ConfigureAwait(false));
            // Refreshes start from the first state. An empty period must not replace one with companies.
            if (_state is null || loaded.Companies.Count == 0) return loaded;
            MarkUsed(period);
            _periods = Evict(_periods.SetItem(period, loaded));
            return loaded;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<ImmutableDictionary<string, ScreeningPeriod>> ReadAllAsync(long revision, CancellationToken cancellationToken)
    {
        var periods = ImmutableDictionary.CreateBuilder<string, ScreeningPeriod>();
        foreach (var period in _periods.Keys.Union(Pinned))
            periods[period] = ScreeningPeriod.From(await reader.ReadAsync(period, revision, cancellationToken).ConfigureAwait(false));
        return periods.ToImmutable();
    }

    private async Task<ImmutableDictionary<string, ScreeningPeriod>> ReadChangedAsync(
        HashSet<Cik> changed, long revision, CancellationToken cancellationToken)
    {
        if (changed.Count == 0) return _periods;
        var rows = await reader.ReadAsync([.. _periods.Keys], changed, revision, cancellationToken).ConfigureAwait(false);
        return _periods.ToImmutableDictionary(
            period => period.Key, period => period.Value.With(changed, rows.GetValueOrDefault(period.Key) ?? []));
    }

    private ImmutableDictionary<string, ScreeningPeriod> Evict(ImmutableDictionary<string, ScreeningPeriod> periods)
    {
        lock (_used)
        {
            while (_usedLast.Count > MaxCalendarPeriods)
            {
                periods = periods.Remove(_usedLast[0]);
                _usedLast.RemoveAt(0);
            }
        }

        return periods;
    }

    private void MarkUsed(string period)
    {
        if (Pinned.Contains(period)) return;
        lock (_used)
        {
            if (_usedLast.Count > 0 && _usedLast[^1] == period) return;
            _usedLast.Remove(period);
            _usedLast.Add(period);
        }
    }

    private static string ComputeIdentity(IReadOnlyList<CompanyEntry> companies)
    {
        var hash = new XxHash128();
        // The order is that of the CIKs, independent of the order of publication.
        foreach (var company in companies.OrderBy(company => company.Cik))
            hash.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{company.Cik}\t{company.Revision}\n")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [LoggerMessage(LogLevel.Debug, "The screening table applied changes of {Changed} of {Companies} companies in {Milliseconds:0} ms")]
    private partial void LogRefreshed(int changed, int companies, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "Cannot refresh the screening table; using its current state: {Reason}")]
    private partial void LogRefreshFailed(string reason);
}
