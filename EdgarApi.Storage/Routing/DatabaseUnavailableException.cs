namespace EdgarApi.Storage.Routing;

/// <summary>No node can serve a read: none is healthy, or all attempts failed. Usually temporary.</summary>
public sealed class DatabaseUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DatabaseUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
