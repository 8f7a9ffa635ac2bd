namespace EdgarApi.Storage.Routing;

/// <summary>No connection of the node became free in time. The node is not unhealthy; another one may serve the read.</summary>
internal sealed class NodeBusyException(string message) : Exception(message);
