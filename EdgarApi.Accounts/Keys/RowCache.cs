using System.Collections.Concurrent;
using EdgarApi.Storage.Routing;

namespace EdgarApi.Accounts.Keys;

/// <summary>A row that was read by its id.</summary>
/// <param name="Value">The row.</param>
/// <param name="IsNewest">Whether the primary gave it; a replica's is good for a moment only.</param>
internal readonly record struct CachedRow<T>(T Value, bool IsNewest);

/// <summary>
/// Rows by id in this process's memory, and ids that none has. Those that are missing are read together, one read at a time: whoever asks for invented ids, in
/// whatever numbers, gives the database one short query after the other and no more.
/// </summary>
internal sealed class RowCache<T>(
    Func<IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyDictionary<string, CachedRow<T>>>> read, KeyOptions options, TimeProvider time) where T : class
{
    /// <summary>Ids that wait for the next read at most.</summary>
    public const int MaxWaiting = 1_000;

    private static readonly long Moment = TimeSpan.FromSeconds(1).Ticks;

    private readonly ConcurrentDictionary<string, Slot>.AlternateLookup<ReadOnlySpan<char>> known = NoSlots();
    private readonly ConcurrentDictionary<string, Slot>.AlternateLookup<ReadOnlySpan<char>> unknown = NoSlots();
    private readonly Lock gate = new();
    private readonly HashSet<string> changedMeanwhile = new(StringComparer.Ordinal);
    private Dictionary<string, TaskCompletionSource<T?>> waiting = new(StringComparer.Ordinal);
    private Dictionary<string, TaskCompletionSource<T?>> reading = new(StringComparer.Ordinal);
    private bool isReading;

    public IEnumerable<T> Known => known.Dictionary.Select(row => row.Value.Value!);

    /// <summary>Finds a row in memory; true with null for an id that none has.</summary>
    public bool TryFind(ReadOnlySpan<char> id, out T? row)
    {
        row = null;
        if (known.TryGetValue(id, out var slot) && (slot.GoodUntil == long.MaxValue || Now < slot.GoodUntil))
        {
            row = slot.Value;
            return true;
        }

        return unknown.TryGetValue(id, out slot) && Now < slot.GoodUntil;
    }

    /// <summary>Reads a row together with all others that are asked for now; null when there is none. The read belongs to no caller.</summary>
    /// <exception cref="DatabaseUnavailableException">No node could answer, or too many ids are asked for.</exception>
    public Task<T?> ReadAsync(string id)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(id, out var asked) || (!changedMeanwhile.Contains(id) && reading.TryGetValue(id, out asked))) return asked.Task;
            if (waiting.Count >= MaxWaiting) throw new DatabaseUnavailableException($"{MaxWaiting} keys wait to be looked up.");
            asked = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add(id, asked);
            if (!isReading)
            {
                isReading = true;
                _ = Task.Run(ReadWaitingAsync);
            }

            return asked.Task;
        }
    }

    /// <summary>Forgets a row that changed, or an id that now has one; what is being read of it at the moment is not remembered either.</summary>
    public void Forget(string id)
    {
        lock (gate)
        {
            if (reading.ContainsKey(id)) changedMeanwhile.Add(id);
            known.TryRemove(id, out _);
            unknown.TryRemove(id, out _);
        }
    }

    /// <summary>Takes in a row as somebody told it.</summary>
    public void Put(string id, T row)
    {
        lock (gate)
        {
            if (reading.ContainsKey(id)) changedMeanwhile.Add(id);
            unknown.TryRemove(id, out _);
            Add(known.Dictionary, options.MaxKnown, id, new Slot(row, long.MaxValue));
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (gate)
        {
            changedMeanwhile.UnionWith(reading.Keys);
            known.Dictionary.Clear();
            unknown.Dictionary.Clear();
        }
    }

    private long Now => time.GetUtcNow().UtcTicks;

    private async Task ReadWaitingAsync()
    {
        while (true)
        {
            Dictionary<string, TaskCompletionSource<T?>> batch;
            lock (gate)
            {
                (reading, waiting) = (waiting, []);
                changedMeanwhile.Clear();
                if (reading.Count == 0)
                {
                    isReading = false;
                    return;
                }

                batch = reading;
            }

            try
            {
                var rows = await read(batch.Keys, CancellationToken.None).ConfigureAwait(false);
                Remember(batch.Keys, rows);
                foreach (var (id, asked) in batch) asked.SetResult(rows.TryGetValue(id, out var row) ? row.Value : null);
            }
            catch (Exception error)
            {
                foreach (var asked in batch.Values) asked.TrySetException(error);
            }
        }
    }

    private void Remember(IEnumerable<string> ids, IReadOnlyDictionary<string, CachedRow<T>> rows)
    {
        lock (gate)
        {
            foreach (var id in ids.Where(id => !changedMeanwhile.Contains(id)))
            {
                if (rows.TryGetValue(id, out var row)) Add(known.Dictionary, options.MaxKnown, id, new Slot(row.Value, row.IsNewest ? long.MaxValue : Now + Moment));
                else Add(unknown.Dictionary, options.MaxUnknown, id, new Slot(null, Now + options.UnknownFor.Ticks));
            }
        }
    }

    /// <summary>Found by a part of a request's text, for which no string is made.</summary>
    private static ConcurrentDictionary<string, Slot>.AlternateLookup<ReadOnlySpan<char>> NoSlots() =>
        new ConcurrentDictionary<string, Slot>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A memory that is full starts anew: what is in use is back after one read.</summary>
    private static void Add(ConcurrentDictionary<string, Slot> slots, int most, string id, Slot slot)
    {
        if (slots.Count >= most) slots.Clear();
        slots[id] = slot;
    }

    private readonly record struct Slot(T? Value, long GoodUntil);
}
