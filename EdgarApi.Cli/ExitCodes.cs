namespace EdgarApi.Cli;

/// <summary>What the commands return to the shell.</summary>
internal static class ExitCodes
{
    public const int Passed = 0, Failed = 1, BadInput = 2;
}
