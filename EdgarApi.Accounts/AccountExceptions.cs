namespace EdgarApi.Accounts;

/// <summary>What was asked for contradicts what there is; the message says what.</summary>
public sealed class AccountConflictException(string message) : Exception(message);
