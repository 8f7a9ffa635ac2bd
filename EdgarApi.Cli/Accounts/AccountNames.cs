namespace EdgarApi.Cli.Accounts;

/// <summary>Validates names of organizations, users and keys.</summary>
internal static class AccountNames
{
    private const int MaxLength = 200;

    /// <summary>Trims a name.</summary>
    /// <exception cref="CommandException">The name is empty, too long or has control characters.</exception>
    public static string Check(string option, string name) =>
        name.Trim() is { Length: > 0 and <= MaxLength } trimmed && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw new CommandException($"{option} takes a text of 1 to {MaxLength} characters.");
}
