using System.Collections.Concurrent;
using EdgarApi.Storage.Routing;

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
    TimeProvider time) where T : class
{
    /// <summary>Maximum number of ids that wait for the next batch.</summary>
    public const int MaxWaiting = 1_000;

    private static readonly long ReplicaLifetime = TimeSpan.FromSeconds(1).Ticks;

    private readonly ConcurrentDictionary<string, Slot>.AlternateLookup<ReadOnlySpan<char>> _known = CreateSlots();
    private readonly ConcurrentDictionary<string, Slot>.AlternateLookup<ReadOnlySpan<char>> _unknown = CreateSlots();
    private readonly Lock _gate = new();
    private readonly HashSet<string> _changedDuringRead = new(StringComparer.Ordinal);
    private Dictionary<string, TaskCompletionSource<T?>> _waiting = new(StringComparer.Ordinal);
    private Dictionary<string, TaskCompletionSource<T?>> _reading = new(StringComparer.Ordinal);
    private bool _isReading;

    public IEnumerable<T> Known => _known.Dictionary.Select(row => row.Value.Value!);

    /// <summary>Finds a row in memory; true with null for an id that does not exist.</summary>
    public bool TryFind(ReadOnlySpan<char> id, out T? row)
    {
        row = null;
        if (_known.TryGetValue(id, out var slot) && (slot.ValidUntil == long.MaxValue || Now < slot.ValidUntil))
        {
            row = slot.Value;
            return true;
        }

        return _unknown.TryGetValue(id, out slot) && Now < slot.ValidUntil;
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
            _known.TryRemove(id, out _);
            _unknown.TryRemove(id, out _);
        }
    }

    /// <summary>Adds or replaces a row.</summary>
    public void Put(string id, T row)
    {
        lock (_gate)
        {
            if (_reading.ContainsKey(id)) _changedDuringRead.Add(id);
            _unknown.TryRemove(id, out _);
            Add(_known.Dictionary, options.MaxKnown, id, new Slot(row, long.MaxValue));
        }
    }

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _changedDuringRead.UnionWith(_reading.Keys);
            _known.Dictionary.Clear();
            _unknown.Dictionary.Clear();
        }
    }

    private long Now => time.GetUtcNow().UtcTicks;

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
                {
                    var validUntil = row.IsFromPrimary ? long.MaxValue : Now + ReplicaLifetime;
                    Add(_known.Dictionary, options.MaxKnown, id, new Slot(row.Value, validUntil));
                }
                else
                {
                    Add(_unknown.Dictionary, options.MaxUnknown, id, new Slot(null, Now + options.UnknownFor.Ticks));
                }
            }
        }
    }

    /// <summary>Allows lookups by a part of a request's text without allocating a string.</summary>
    private static ConcurrentDictionary<string, Slot>.AlternateLookup<ReadOnlySpan<char>> CreateSlots() =>
        new ConcurrentDictionary<string, Slot>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Empties a full cache: entries in use return with one read each.</summary>
    private static void Add(ConcurrentDictionary<string, Slot> slots, int maximum, string id, Slot slot)
    {
        if (slots.Count >= maximum) slots.Clear();
        slots[id] = slot;
    }

    private readonly record struct Slot(T? Value, long ValidUntil);
}
