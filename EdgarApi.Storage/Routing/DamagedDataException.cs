namespace EdgarApi.Storage.Routing;

/// <summary>A read found data that is damaged or belongs elsewhere. The router tries the next node.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="inner">The underlying exception, if any.</param>
public sealed class DamagedDataException(string message, Exception? inner = null) : Exception(message, inner);
