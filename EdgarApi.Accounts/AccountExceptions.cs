namespace EdgarApi.Accounts;

/// <summary>A change conflicts with the current state; the message says how.</summary>
public sealed class AccountConflictException(string message) : Exception(message);
