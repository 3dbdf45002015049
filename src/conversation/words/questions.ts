import { type Rule, say } from './rule.ts';

/** What people ask at any time. */
export const questions: readonly Rule[] = [
  {
    means: 'how-long',
    id: say`
      berapa lama|hari|jam|menit|minggu [lagi] / lama [atau] tidak / lama [proses] ya /
      kapan .. diterbitkan|terbit|selesai|jadi|keluar|beres /
      kapan [saya|kira] [kira] [bisa|sertifikat|permohonan] [saya] [baru|nya] [bisa|akan] selesai|jadi|terbit|beres|keluar|diproses|kelar|dapat|rampung /
      ^ kapan / kapan ya / butuh|perlu waktu / estimasi / prosesnya lama / proses lama /
      besok|lusa [sudah] bisa|dapat [di] jadi|selesai|beres|kelar|keluar|dipakai|digunakan|pakai|ttd|diambil|terbit / besok|hari .. selesai|jadi|terbit|beres / = masih lama / durasi / eta / tanggal berapa .. selesai|jadi|terbit|keluar`,
    en: say`
      how much longer / how long|soon [will|does|do|would] [it|this|that] [take] / how many|much days|hours|time / when will|can|do .. / when is / duration / turnaround /
      how quickly|fast`,
  },
  {
    means: 'which-documents',
    id: say`
      syarat|persyaratan / dokumen|berkas|file|surat apa [saja] .. / surat .. dua|2 [ya|kah] /
      sk|ktp|kk|ijazah .. perlu|harus|wajib [dilampirkan|dikirim|disertakan] / perlu|harus|wajib .. sk|ktp|kk|ijazah /
      apa [saja] [yang] [harus|perlu|mesti] [saya] [di] disiapkan|dibutuhkan|dilampirkan|diupload|dikirim|siapkan|diperlukan|dipersiapkan|lampirkan|kirim|kirimkan|dibawa|upload|diunggah|butuhkan|dilengkapi /
      yang [harus|perlu] disiapkan|dibutuhkan|dilampirkan|diperlukan apa [saja] /
      perlu|butuh|kirim|lampirkan|upload|bawa apa [saja] / butuh|perlu dokumen|berkas|surat|lampiran /
      dokumen|berkas .. dibutuhkan|diperlukan|disiapkan|dilengkapi / kelengkapan / masih|tetap|juga [perlu|harus|wajib|mesti] [saya] [bikin|buat|pakai|kirim|upload|ada|membuat] surat [apa] [lagi]`,
    en: say`
      what|which document|documents|papers|files|paperwork / requirement|requirements|required /
      what [do|should] [i] need to [send|prepare|submit|bring|upload|attach] /
      what [do] [i] [have|must] [to] [need] send|prepare|submit|bring|upload|attach / documents .. needed`,
  },
  {
    means: 'cost',
    id: say`
      uang [administrasi|adm|muka] / bayar|biaya|berbayar|gratis|tarif|ongkos|harga|dipungut|pungutan|membayar|bayarnya|pembayaran|dikenakan`,
    en: say`cost|costs|fee|fees|pay|payment|free|price|charge|charged`,
  },
  {
    means: 'about-letter',
    id: say`
      [gimana|bagaimana] cara .. pdf / pakai|kirim|bisa|boleh|format|file|bentuk [kirim|pakai|di] [file|bentuk|format] word|docx|doc|jpg|jpeg|png|foto|gambar /
      cuma|hanya|adanya punya|ada [hasil] foto|fotonya|word|docx / foto|word|docx [surat] [nya] [saja] bisa|boleh|cukup /
      bisa|boleh plt|plh|pj|wakil|wadir|waka|sekretaris|sekdis|kabid|kasubag [saja] [tidak] yang tanda|ttd|tandatangan|menandatangani|teken [tangan] /
      diwakilkan|wakilkan|diwakili [ke|kepada|oleh|sama] plt|plh|pj|pjs|sekretaris|wakil|sekdis|kabid|kasubag|kasubbag /
      plt|plh|pj|pjs|sekretaris|wakil|sekdis|kabid|kasubag|kasubbag [nya] [yang] [boleh|bisa] [di] tanda|ttd|tandatangan|menandatangani|teken [tangan] / saya [sendiri] [yang|boleh] [bisa] tanda|ttd|tandatangan|menandatangani|teken tangan [sendiri] / sendiri yang tanda tangan|ttd|tandatangan / yang tanda|ttd|tandatangan [tangan] .. atau / <relative> [dinas|saya] susah|sulit [di] ditemui|dihubungi|ditemukan|temui / susah|sulit [banget|sekali] [minta|cari|dapat|ketemu] tanda|ttd|tandatangan [tangan] /
      tanda tangan|ttd|tandatangan [pakai|dengan] [tte|elektronik|digital|basah|scan|stempel] [<relative>] bisa|boleh / [harus|perlu|wajib] [pakai] [di] cap|dicap|stempel|distempel [basah|dinas] / tanpa cap|stempel|kop|nomor /
      surat [ini] punya|milik|buat|atas [nama] teman|rekan|orang|kolega / surat|kop|nama|nomor|tanggal [kepala|dinas|pimpinan|kadis] [nya] .. di|pada surat / ada salah|typo|keliru [ketik|tulis] di|pada surat / salah|typo ketik|tulis di|pada surat / kop .. salah|keliru /
      basah apa|atau [tanda|ttd] [tangan] [pakai] elektronik|digital|tte|scan / elektronik|digital|tte apa|atau [tanda|ttd] [tangan] basah /
      kirim|dikirim|dikirimkan|mengirim|mengirimnya [nya] kemana|kesiapa / <relative> .. pensiun|diganti|ganti|berganti / <relative> .. <neg> ada pengganti /
      sr itu apa / sr apa / ^ sr [itu] / apa [itu] [yang] [dimaksud] [dengan] sr|rekomendasi /
      sr .. <what>|siapa|mana / <what> .. sr|rekomendasi /
      surat [rekomendasi|perubahan|permohonan] [data|itu|yang] [itu] .. <what>|siapa|mana|dimana|oleh /
      rekomendasi [itu] .. <what>|siapa|mana|dimana / <what> .. surat /
      [apakah|apa|boleh|bisa] [saya] tanda|ttd [tangani|tangan] sendiri / tandatangani|menandatangani|teken sendiri / <cert> <relative> .. kedaluwarsa|kadaluarsa|expired|habis|mati|berakhir /
      siapa .. tanda|menandatangani|ttd|tandatangan|teken [tangan] [surat|sr] / surat .. siapa /
      format|template|contoh|draf|draft|konsep|blanko [surat|sr] [rekomendasi] /
      apakah|apa surat .. harus|boleh|bisa / surat [rekomendasi] [yang] lama|kemarin|dulu|tahun .. dipakai|digunakan|berlaku / surat harus|boleh|bisa .. /
      surat|rekomendasi .. tanda [tangan] .. atau|siapa|apa|mana / siapa yang tanda tangan|menandatangani / siapa .. surat /
      kenapa|mengapa|masa|kok|ngapain harus|perlu|pakai|minta|butuh .. surat /
      nomor|no|tanggal [surat] [yang|itu] [saya|kami|siapa] [yang] isi|mengisi|diisi|tulis|ditulis [sendiri] / cara .. pdf / tidak bisa|tahu bikin|buat|jadikan|ubah [cara] .. pdf / pdf .. cara|caranya /
      tanda tangan siapa / scan|pindaian|hasil [pindai|scan] [saja] boleh|bisa / foto|pdf|word [saja] boleh|bisa / tanggal [surat] diisi|ditulis|berapa /
      <relative> .. <neg> mau|bersedia|berkenan [untuk] tanda [tangan] / <relative> .. kosong|lowong|berhalangan /
      kirim|dikirim|mengirim [di|ke|lewat] sini|mana|dimana|siapa /
      foto|difoto|memfoto|fotonya|scan|discan|pindai|dipindai pakai|dengan|lewat|dari|di <device> [saja|android] [boleh|bisa|cukup] / foto .. cukup / kop [surat|dinas|resmi] / tidak|belum bisa print|ngeprint|cetak|mencetak|scan|ngescan / diisi|isi siapa / boleh|bisa .. ditandatangani|menandatangani / isi|tulis tanggal berapa / boleh|bisa [di] foto|difoto|pindai|dipindai|scan|discan / boleh|bisa|harus [di] [pakai] [tanda] [tangan] [ttd] tte|basah|elektronik|stempel|cap|digital`,
    en: say`
      word document|file|format|doc / docx / where .. send [it|this|that|the] [to] / what .. sr|recommendation / what [is] [this|the|a] letter / who .. sign|signs [the|it] [letter] /
      stamp|letterhead / can|may|must [it|i] [be|use] [a] [signed] digital|electronic|electronically|wet /
      can|may|could .. photo|picture|scan|scanned /
      letter .. sample|template|format|example / template|sample|example|format .. letter / how .. letter /
      <relative> .. refuses|refuse|refused|cannot|cant|wont|not .. sign / recommendation letter .. what|who|how|where / where .. letter / which letter / about the letter /
      how to|do|can [i] .. pdf`,
  },
  {
    means: 'about-letter/asked',
    id: say`surat .. tanda|ttd|tandatangan|kop|stempel|cap|dipakai|digunakan`,
    en: say`can|may|could|must .. sign|signed`,
  },
  {
    means: 'about-key',
    id: say`
      kalau|jika|bila|apabila [nanti] [pasangan] kunci|cadangan [saya] [sampai] hilang|rusak|terhapus|kehapus|lupa [gimana|bagaimana] /
      ^ csr / csr [itu] apa / punya|ada|pakai|upload csr / apa [itu] csr|kunci / [pasangan] kunci [baru] [itu] [maksud] <what> /
      <what> [itu] [pasangan] [kunci|csr|key|p12] kunci|csr|key|p12 /
      kenapa|mengapa|apa .. [ganti] [pasangan] kunci / kunci .. kenapa|untuk|buat apa /
      kunci .. apa|maksud|fungsi|gunanya|artinya / p12|pfx|json|cadangan [itu|ini] [buat|untuk] apa / p12|pfx|json|cadangan [itu] .. <what> /
      private|public|pasangan key|kunci [nya] [harus|perlu|juga] [saya] [di] kirim|dikirim|dikirimkan|serahkan|upload|diupload [ke] [kemana|sini|mana|siapa] / kunci [nya] [harus|perlu] [saya] [di] kirim|dikirim|dikirimkan|serahkan [kemana|ke|mana|siapa] / private|public key [itu] <what> / ganti|pindah|beda laptop|komputer|pc [baru|lain] / bisa|boleh <install> di dua|2|beberapa|banyak|lain / key pair [itu] <what> / pasangan kunci / <what> .. kunci`,
    en: say`what .. key|csr|p12 / why .. key|keys|csr / key pair / how .. key|csr|p12 / about the key`,
  },
  {
    means: 'about-key/asked',
    id: say`cadangan .. mana|dimana / bikin|buat|membuat|dibuat|dibikin [pasangan] kunci / kunci .. dibuat|dibikin`,
    en: say`make|making|create [the|a|my] [new] key [pair]`,
  },
  {
    means: 'about-installing',
    id: say`
      muncul|keluar|bilang|katanya|dibilang|tertulis [pesan|tulisan|keterangan] [bahwa] <secret> [nya] salah|invalid|keliru|incorrect /
      diminta|minta|disuruh|tanya|ditanya|muncul|masukkan|memasukkan|isi <secret> [apa|mana] / <secret> yang mana / <secret> apa / <secret> p12|pfx|cadangan|file|berkas [itu|ini] apa|mana / minta file|berkas backup|cadangan / <install> .. <secret> /
      p12|pfx .. tidak .. bisa [dibuka|buka|terbuka|diimpor|dipasang] / wrong|invalid|incorrect <secret> [terus|mulu]`,
    en: say`
      asks|ask|asking|asked|needs|wants|prompts [me] [for] [a|the] <secret> / which|what <secret> / <secret> .. <install> /
      p12|pfx|file .. cant|cannot|wont|not|doesnt [be] open|opened|import|imported|install|installed`,
  },
  {
    means: 'about-helpers',
    id: say`
      <relative> saya [juga] mau|ingin|minta|perlu|butuh [di] perpanjang|memperpanjang|diperpanjang|daftar|mendaftar [<cert>|juga] /
      diwakilkan|wakilkan|mewakilkan|diwakili|mewakili|wakili|dikuasakan|kuasakan [ke|kepada|oleh|saya] [<aide>] /
      [saya|kami] <aide> [dari] pak|bu|bapak|ibu|beliau|pimpinan / boleh|bisa .. sekretaris|ajudan|asisten|bawahan|aspri / boleh|bisa dia|beliau|anak|suami|istri|teman|rekan [saya] [saja] yang /
      boleh|bisa .. <aide> saya|kami|beliau / <aide> saya|kami|beliau .. boleh|bisa / <aide> .. boleh|bisa [saya|ikut] bantu|bantuin|membantu|buatkan|bikinkan|mengurus /
      yang <install>|urus|mengurus|isi|mengisi|buat .. <aide>|orang|rekan|teman /
      [bantu|bantuin|membantu|yang|mau] urus|mengurus|uruskan|urusin|isi|mengisi .. beliau|pimpinan|atasan|bos /
      urus|mengurus punya|milik pak|bu|bapak|ibu|beliau|pimpinan|atasan|bos|kadis|teman|rekan /
      beliau|pimpinan|atasan|bos minta|menyuruh|suruh saya yang / saya [cuma|hanya] ajudan|sekretaris|asisten|aspri /
      bantu|membantu [pak|bu|bapak|ibu] pimpinan|atasan|beliau|bos|kepala|kadis|direktur|sekda /
      ini|itu|sertifikat punya|milik|data [pak|bu|bapak|ibu] beliau|pimpinan|atasan|bos|kadis|kepala|direktur|sekda|camat|lurah / bukan beliau / boleh|bisa|apakah saya yang urus|mengurus|memproses|proses|kerjakan|buat|isi|uruskan /
      urusin|uruskan|mengurusi punya|milik pak|bu|bapak|ibu|beliau|pimpinan|atasan|bos|kadis|kepala / sekpri|spri|walpri [nya] / harus|wajib|mesti [yang] beliau|pimpinan|orangnya sendiri|langsung / nip|<cert> [pak|bu] beliau|pimpinan|atasan|bos /
      atas nama beliau|pimpinan|atasan / saya yang [harus] urus|mengurus|kerjakan|buat|isi atau|apa / boleh|bisa|dapat .. dibuatkan|buatkan|bikinkan|dibikinkan|dibikinin|bikinin|buatin /
      minta|boleh tolong|bantu|bantuan [ke|sama|dari] orang|staf|teman|anak|rekan|keluarga .. dibuatkan|buatkan|bikinkan|bikinin|buatin|kerjakan|isi|urus /
      dibuatkan|buatkan|bikinkan|dibikinkan|bikinin|buatin [oleh|sama|dari] admin|operator|petugas|orang|teman|staf /
      admin|operator|petugas|orang|teman|staf .. yang buatkan|bikinkan|bikinin|buatin|kerjakan`,
    en: say`
      on behalf / my|his|her staff|secretary|assistant .. do|can|help|may|make|install|handle|manage / can|may|could .. <aide>|colleague|else .. do|help|make|install|sign /
      i am|im [the|a|his|her] <aide> of|to / for my boss|director|supervisor`,
  },
  {
    means: 'is-it-robot',
    id: say`
      ini|anda|kamu .. robot|bot|mesin|ai / robot|bot|mesin|ai atau|apa|ya|kah [orang|manusia|bukan] /
      orang|manusia atau|apa robot|bot|mesin|ai / ini|anda|kamu orang|manusia asli|benar|sungguhan /
      balas|jawab|membalas|menjawab .. robot|bot|mesin`,
    en: say`
      talk|talking|chat|chatting [to|with] [a] computer|machine|bot|robot / are you .. bot|robot|machine|ai|human|person / who am i talking|speaking|chatting|writing / is|am this|it|i .. bot|robot|machine|ai / bot|robot|machine or human|person`,
  },
  {
    means: 'is-it-real/doubt',
    id: say`
      takut|ragu|khawatir|was klik|diklik|buka|membuka|dibuka|mengklik / virus|malware|spyware / file|berkas|link|tautan|email|halaman|situs|web [ini|itu] aman|resmi|asli|palsu|bahaya|berbahaya /
      takut|khawatir .. disalahgunakan|bocor|ditipu|ketipu|tertipu / data .. disalahgunakan|bocor /
      kenapa|mengapa|kok|buat|untuk .. minta|diminta|butuh|perlu|kasih|memberi nip|nik|nomor|data|kode / kode [ini|itu|yang] [buat|untuk|dari] apa|siapa /
      saya tidak [pernah|merasa] minta|meminta kode|ini|apa / padahal saya tidak [pernah|merasa] minta|meminta /
      penipuan|penipu|nipu|tipu|hoax|hoaks|phishing|phising|palsu|scam|modus|fraud|bohong / siapa ini|kamu|anda /
      ini|anda|kamu|dengan siapa /
      ini [benar|betul|asli|memang] resmi|asli|dari|dr [atau] [dari|resmi|diskominfo|kominfo|bsre|palsu] /
      ini dari [resmi|nomor] [diskominfo|kominfo|bsre] / ini bot|website|situs|nomor|link resmi|asli /
      resmi [atau|kah|tidak] / asli [atau|kah|tidak] / dari mana [ini|anda] / ini [dari] [nomor] mana|siapa /
      <neg> [pernah] merasa / merasa <neg> [pernah] / ini [benar|betul] nomor|kontak|akun|chat|email siapa|resmi|admin|layanan|diskominfo|kominfo / dapat nomor saya / tahu nomor|data|nama|nip|identitas saya / bisa dipercaya / aman tidak|kah / aman [untuk|kalau|jika] [saya] [di] buka|dibuka|klik|diklik|membuka / aman .. kirim|kasih|tulis|memberi {nip} / aman .. kirim|kasih|tulis|memberi {nik} /
      apakah|apa [ini|link] aman`,
    en: say`
      is|are this|it|you|that [message|email|mail|link|bot|chat|number] [really] from [the] [real] [government|office|kominfo|diskominfo|bsre|agency] /
      is|are this|it|you|that [message|email|mail|link|bot|chat|number] [really] [a] real|legit|legitimate|genuine|official|scam|safe|fraud|spam /
      scam|phishing|fraud|fake|hoax|legit / who is this|it / who are you / whos this / how did you get my / why .. need|want|give .. number|data|nip|id|code /
      i did not|never|didnt ask|asked|request|requested|want [for] [a|this|the|any] [code|it] /
      can i trust`,
  },
  {
    means: 'old-documents',
    id: say`
      dokumen|surat|berkas|file [yang] [sudah|kemarin|dulu|lama] [sudah|kemarin|dulu|saya] [saya] [sudah|kemarin|dulu] [di] tanda|ttd|tandatangani|ditandatangani|tte [tangan] .. lama|dulu gimana|bagaimana /
      tanda tangan [saya] [yang] lama|dulu|sebelumnya|kemarin .. tidak [lagi] sah|berlaku|valid /
      dokumen|surat|berkas|tanda|tte|tandatangan|ttd|file|pdf|sk [yang|tangan] .. [masih|tetap] sah|berlaku|valid|batal /
      [yang] sudah [saya] tanda tangan|tangani .. sah|berlaku|valid|gimana|bagaimana|batal /
      [yang] sudah [saya] [di] ditandatangani|tandatangani|ttd|tte .. sah|berlaku|valid|gimana|bagaimana|batal /
      dokumen|surat|berkas|file .. ditandatangani|tanda [tangan] ulang|lagi / dokumen|surat|berkas|file [yang] dulu|lama|kemarin|sebelumnya|sudah [sudah] [saya] [di] tanda|ditandatangani|tte [tangan] .. sah|berlaku|valid /
      dokumen|surat|tanda|tte [tangan] [yang] lama .. gimana|bagaimana|hangus|sah|berlaku|batal|valid|hilang /
      tanda tangan [yang] lama|sebelumnya|dulu .. berlaku|sah|valid`,
    en: say`
      old|earlier|previous|signed|existing|past documents|signatures|files|letters|document|signature .. valid|legal|ok|happen|happens /
      documents .. signed .. valid / documents .. remain|stay|still valid / are my .. still valid`,
  },
];
