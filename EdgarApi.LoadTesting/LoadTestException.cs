namespace EdgarApi.LoadTesting;

/// <summary>A load test or gate cannot run as requested. The message says why and is meant for the user.</summary>
public sealed class LoadTestException(string message) : Exception(message);
