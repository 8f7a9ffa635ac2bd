using EdgarApi.Tests.Faults.Table;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>Starts the systems on which faults are caused, when a test first needs them, and one at a time.</summary>
public sealed class FaultySystems : IAsyncDisposable
{
    private readonly Dictionary<SystemKind, Exception> _failed = [];
    private (SystemKind Kind, FaultySystem System)? _running;

    internal FaultPages Pages { get; } = new();

    public async ValueTask DisposeAsync()
    {
        if (_running is { } running) await running.System.DisposeAsync();
        _running = null;
    }

    /// <summary>Gets the running system of a kind; another one is stopped first.</summary>
    internal async Task<FaultySystem> GetAsync(SystemKind kind)
    {
        if (_running is { } running && running.Kind == kind) return running.System;
        await DisposeAsync();
        // What does not start within minutes does not start for the next row either.
        if (_failed.TryGetValue(kind, out var failure)) throw new InvalidOperationException("The system did not start before.", failure);
        try
        {
            var system = await FaultySystem.StartAsync(kind);
            _running = (kind, system);
            return system;
        }
        catch (Exception error)
        {
            _failed[kind] = error;
            throw;
        }
    }
}

/// <summary>The rows of the whole table, which share systems and run one after the other.</summary>
[CollectionDefinition]
public sealed class FaultTableRun : ICollectionFixture<FaultySystems>;
