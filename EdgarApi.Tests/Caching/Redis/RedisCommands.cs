namespace EdgarApi.Tests.Caching.Redis;

/// <summary>Names of commands as tests compare them.</summary>
internal static class RedisCommands
{
    /// <summary>The client sets an expiration of whole seconds by SETEX, any other by PSETEX: both are SETEX here.</summary>
    public static string Normalize(string command) => command is "PSETEX" ? "SETEX" : command;
}
