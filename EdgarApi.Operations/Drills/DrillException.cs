namespace EdgarApi.Operations.Drills;

/// <summary>A drill cannot go on. The message says why and is meant for the operator.</summary>
public sealed class DrillException(string message, Exception? inner = null) : Exception(message, inner);
