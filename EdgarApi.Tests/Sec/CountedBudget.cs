using EdgarApi.Sec.RequestBudget;

namespace EdgarApi.Tests.Sec;

/// <summary>A budget that never makes a request wait. It counts the requests and keeps the pauses.</summary>
internal sealed class CountedBudget : ISecRequestBudget
{
    private int _turns;

    public int Turns => _turns;

    public List<TimeSpan> Pauses { get; } = [];

    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _turns);
        return ValueTask.CompletedTask;
    }

    public ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        lock (Pauses) Pauses.Add(time);
        return ValueTask.CompletedTask;
    }
}
