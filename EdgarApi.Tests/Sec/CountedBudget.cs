using EdgarApi.Sec.RequestBudget;

namespace EdgarApi.Tests.Sec;

/// <summary>A budget that never makes a request wait. It counts the requests and keeps the pauses.</summary>
internal sealed class CountedBudget : ISecRequestBudget
{
    private int _requests;

    public int Requests => _requests;

    public List<TimeSpan> Pauses { get; } = [];

    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        return ValueTask.CompletedTask;
    }

    public ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        lock (Pauses) Pauses.Add(time);
        return ValueTask.CompletedTask;
    }
}
