using EdgarApi.Caching;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Caching.Memory;

namespace EdgarApi.Accounts.Keys;

/// <summary>A row with its origin.</summary>
/// <param name="Value">The row.</param>
/// <param name="IsFromPrimary">Whether it was read from the primary; rows from a replica are cached only briefly.</param>
internal readonly record struct CachedRow<T>(T Value, bool IsFromPrimary);

/// <summary>
/// Caches rows by id, and ids that do not exist. Missing ids are read in batches, one batch at a time, so that lookups of invented ids
/// cause at most one short query at a time, regardless of their number.
/// </summary>
internal sealed class RowCache<T>(
    Func<IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyDictionary<string, CachedRow<T>>>> read, KeyOptions options,
    TimeProvider time) : IDisposable where T : class
{
    /// <summary>Maximum number of ids that wait for the next batch.</summary>
    public const int MaxWaiting = 1_000;

    /// <summary>Estimated bytes of a cached row, with its id and the cache's own objects.</summary>
    public const int KnownBytes = 800;

    /// <summary>Estimated bytes of a cached id that does not exist, with the cache's own objects.</summary>
    public const int UnknownBytes = 300;

    private static readonly TimeSpan ReplicaLifetime = TimeSpan.FromSeconds(1);
    private static readonly object Missing = new();

    private readonly BoundedMemory _known = new(options.MemoryMegabytes, time);
    private readonly BoundedMemory _unknown = new(options.UnknownMegabytes, time);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _changedDuringRead = new(StringComparer.Ordinal);
    private Dictionary<string, TaskCompletionSource<T?>> _waiting = new(StringComparer.Ordinal);
    private Dictionary<string, TaskCompletionSource<T?>> _reading = new(StringComparer.Ordinal);
    private bool _isReading;

    /// <summary>All cached rows. Reading them counts as a use of each, so eviction only knows about uses since then.</summary>
    public IEnumerable<T> Known => _known.GetAll().Cast<T>();

    /// <summary>Bytes of the cached rows.</summary>
    public long KnownSize => _known.Size;

    /// <summary>Bytes of the ids that do not exist.</summary>
    public long UnknownSize => _unknown.Size;

    /// <summary>Finds a row in memory; true with null for an id that does not exist. Allocates nothing.</summary>
    public bool TryFind(ReadOnlySpan<char> id, out T? row)
    {
        row = _known.TryGetValue(id, out var known) ? (T)known! : null;
        return row is not null || _unknown.TryGetValue(id, out _);
    }

    /// <summary>Reads a row in the next batch; null if it does not exist. Callers share the read, so none of them can cancel it.</summary>
    /// <exception cref="DatabaseUnavailableException">No node responds, or too many ids are waiting.</exception>
    public Task<T?> ReadAsync(string id)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(id, out var pending) || (!_changedDuringRead.Contains(id) && _reading.TryGetValue(id, out pending)))
                return pending.Task;
            if (_waiting.Count >= MaxWaiting) throw new DatabaseUnavailableException($"{MaxWaiting} key lookups are already waiting.");
            pending = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(id, pending);
            if (!_isReading)
            {
                _isReading = true;
                _ = Task.Run(ReadWaitingAsync);
            }

            return pending.Task;
        }
    }

    /// <summary>Removes an id that changed. The result of a read in progress is not cached either.</summary>
    public void Forget(string id)
    {
        lock (_gate)
        {
            if (_reading.ContainsKey(id)) _changedDuringRead.Add(id);
            _known.Remove(id);
            _unknown.Remove(id);
        }
    }

    /// <summary>Adds or replaces a row.</summary>
    public void Put(string id, T row)
    {
        lock (_gate)
        {
            if (_reading.ContainsKey(id)) _changedDuringRead.Add(id);
            _unknown.Remove(id);
            _known.Set(id, row, CreateEntry(KnownBytes, lifetime: null));
        }
    }

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _changedDuringRead.UnionWith(_reading.Keys);
            _known.Clear();
            _unknown.Clear();
        }
    }

    public void Dispose()
    {
        _known.Dispose();
        _unknown.Dispose();
    }

    private async Task ReadWaitingAsync()
    {
        while (true)
        {
            Dictionary<string, TaskCompletionSource<T?>> batch;
            lock (_gate)
            {
                (_reading, _waiting) = (_waiting, []);
                _changedDuringRead.Clear();
                if (_reading.Count == 0)
                {
                    _isReading = false;
                    return;
                }

                batch = _reading;
            }

            try
            {
                var rows = await read(batch.Keys, CancellationToken.None).ConfigureAwait(false);
                Remember(batch.Keys, rows);
                foreach (var (id, pending) in batch) pending.SetResult(rows.TryGetValue(id, out var row) ? row.Value : null);
            }
            catch (Exception error)
            {
                foreach (var pending in batch.Values) pending.TrySetException(error);
            }
        }
    }

    private void Remember(IEnumerable<string> ids, IReadOnlyDictionary<string, CachedRow<T>> rows)
    {
        lock (_gate)
        {
            foreach (var id in ids.Where(id => !_changedDuringRead.Contains(id)))
            {
                if (rows.TryGetValue(id, out var row))
                    _known.Set(id, row.Value, CreateEntry(KnownBytes, row.IsFromPrimary ? null : ReplicaLifetime));
                else
                    _unknown.Set(id, Missing, CreateEntry(UnknownBytes, options.UnknownFor));
            }
        }
    }

    private static MemoryCacheEntryOptions CreateEntry(int size, TimeSpan? lifetime) =>
        new() { Size = size, AbsoluteExpirationRelativeToNow = lifetime };
}
