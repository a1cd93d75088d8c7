namespace AnomalyNotebooks;

/// <summary>The texts that the two partition files of UNSW-NB15 hold, to tell a new value from a known one.</summary>
internal static class KnownValues
{
    private static readonly Dictionary<string, HashSet<string>> OfColumn = new()
    {
        ["proto"] = Words("""
            3pc a/n aes-sp3-d any argus aris arp ax.25 bbn-rcc bna br-sat-mon cbt cftp chaos compaq-peer cphb cpnx crtp crudp dcn ddp
            ddx dgp egp eigrp emcon encap etherip fc fire ggp gmtp gre hmp i-nlsp iatp ib icmp idpr idpr-cmtp idrp ifmp igmp igp il ip
            ipcomp ipcv ipip iplt ipnip ippc ipv6 ipv6-frag ipv6-no ipv6-opts ipv6-route ipx-n-ip irtp isis iso-ip iso-tp4 kryptolan
            l2tp larp leaf-1 leaf-2 merit-inp mfe-nsp mhrp micp mobile mtp mux narp netblt nsfnet-igp nvp ospf pgm pim pipe pnni
            pri-enc prm ptp pup pvp qnx rdp rsvp rtp rvd sat-expak sat-mon sccopmce scps sctp sdrp secure-vmtp sep skip sm smp snp
            sprite-rpc sps srp st2 stp sun-nd swipe tcf tcp tlsp tp++ trunk-1 trunk-2 ttp udp unas uti vines visa vmtp vrrp wb-expak
            wb-mon wsn xnet xns-idp xtp zero
            """),
        ["service"] = Words("- dhcp dns ftp ftp-data http irc pop3 radius smtp snmp ssh ssl"),
        ["state"] = Words("ACC CLO CON ECO FIN INT PAR REQ RST URN no"),
        ["attack_cat"] = [.. FlowSchema.AttackCategories],
    };

    public static bool Contains(string column, string value) => OfColumn[column].Contains(value);

    /// <summary>
    /// The category a text of <c>attack_cat</c> stands for: spaces around it and upper or lower case aside, and <c>Backdoors</c>
    /// (as the raw files write) for <c>Backdoor</c>. A text unknown to the data set stays as it is.
    /// </summary>
    public static string AttackCategory(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Equals("Backdoors", StringComparison.OrdinalIgnoreCase)) return "Backdoor";
        return FlowSchema.AttackCategories.FirstOrDefault(known => known.Equals(trimmed, StringComparison.OrdinalIgnoreCase)) ?? trimmed;
    }

    private static HashSet<string> Words(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
