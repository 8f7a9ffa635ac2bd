namespace EdgarApi.Storage.Routing;

/// <summary>No node could answer a read: none is healthy, or all that were tried failed. Worth trying again shortly.</summary>
public sealed class DatabaseUnavailableException : Exception
{
    /// <summary>Creates the error.</summary>
    public DatabaseUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
