namespace EdgarApi.Storage.Routing;

/// <summary>A read has been waiting for a node although another replica responds at once. The node is not unhealthy.</summary>
internal sealed class SlowReadException(string message, Exception canceled) : Exception(message, canceled);
