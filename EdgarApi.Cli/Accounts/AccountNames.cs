namespace EdgarApi.Cli.Accounts;

/// <summary>Names that people give.</summary>
internal static class AccountNames
{
    private const int Longest = 200;

    public static string Check(string option, string name) => name.Trim() is { Length: > 0 and <= Longest } trimmed && !trimmed.Any(char.IsControl)
        ? trimmed
        : throw new CommandException($"{option} takes a text of 1 to {Longest} characters.");
}
