namespace EdgarApi.Sec.RequestBudget;

/// <summary>The SEC's requests a second, shared by everybody who asks it.</summary>
public interface ISecRequestBudget
{
    /// <summary>Returns when it is the caller's turn to send one request.</summary>
    /// <exception cref="SecUnavailableException">The turn would come too late.</exception>
    ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>Nobody sends for that long: the SEC asked for it.</summary>
    ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken);
}
