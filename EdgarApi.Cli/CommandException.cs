namespace EdgarApi.Cli;

/// <summary>A command cannot do what was requested. The message says why and is meant for the user.</summary>
internal sealed class CommandException(string message) : Exception(message);
