namespace ChangedValues;

/// <summary>
/// <c>dump OUTPUT SUBMISSIONS INPUT…</c> writes every value of the standard statements of all companies as tab-separated text;
/// <c>compare BEFORE AFTER</c> writes a table of what differs between two such files, by class.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["dump", var output, var submissions, _, ..]:
                StatementValues.Write(output, submissions, arguments.AsSpan(3).ToArray());
                return 0;
            case ["compare", var before, var after]:
                Console.Out.Write(ChangeTable.Create(before, after));
                return 0;
            default:
                Console.Error.WriteLine("ChangedValues dump OUTPUT SUBMISSIONS INPUT… | compare BEFORE AFTER");
                return 2;
        }
    }
}
