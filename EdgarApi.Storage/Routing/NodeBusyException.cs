namespace EdgarApi.Storage.Routing;

/// <summary>A read had no turn on a node: not the node's illness, but a reason to ask another.</summary>
internal sealed class NodeBusyException(string message) : Exception(message);
