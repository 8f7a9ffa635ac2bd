namespace EdgarApi.Sec.RequestBudget;

/// <summary>The SEC's limit of requests per second, shared by all processes.</summary>
public interface ISecRequestBudget
{
    /// <summary>Waits until the caller may send one request.</summary>
    /// <exception cref="SecUnavailableException">The wait would be too long.</exception>
    ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>Pauses all requests because the SEC demands it.</summary>
    ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken);
}
