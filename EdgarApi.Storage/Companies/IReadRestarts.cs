using EdgarApi.Storage.Routing;

namespace EdgarApi.Storage.Companies;

/// <summary>Runs work that reads companies, again if the data turns out to be newer than the company directory.</summary>
public interface IReadRestarts
{
    /// <summary>
    /// Runs the work. It must look companies up itself, because they may have changed when it runs again.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">The data changes each time, or no node can serve a read.</exception>
    Task RunAsync(Func<Task> work, CancellationToken cancellationToken);

    /// <inheritdoc cref="RunAsync(Func{Task}, CancellationToken)"/>
    async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        T? result = default;
        await RunAsync(async () => { result = await work().ConfigureAwait(false); }, cancellationToken).ConfigureAwait(false);
        return result!;
    }
}

/// <inheritdoc />
internal sealed class ReadRestarts(DirectorySync directory) : IReadRestarts
{
    /// <summary>Only a directory that cannot catch up needs more, for example after a restore of the primary.</summary>
    private const int MaxRestarts = 3;

    public async Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        for (var restarts = 0; ; restarts++)
        {
            try
            {
                await work().ConfigureAwait(false);
                return;
            }
            catch (NewerDataException newer) when (restarts < MaxRestarts)
            {
                await directory.RefreshAsync(newer.Revision, cancellationToken).ConfigureAwait(false);
            }
            catch (NewerDataException newer)
            {
                throw new DatabaseUnavailableException("The data is newer than the company directory. Try again shortly.", newer);
            }
        }
    }
}
